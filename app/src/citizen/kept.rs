//! A form that carries what was written to another place, so that nothing is lost.

use domain::RatingInput;

/// What was written, and where it can be sent instead.
#[derive(Debug, Clone)]
pub struct KeptForm {
    /// Where the form posts.
    pub action: String,
    /// What was written.
    pub input: RatingInput,
}
