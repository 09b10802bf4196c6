//! Components: a file here and a style sheet of the same name in `style/components/`.

mod contact;
mod errors;
mod face;
pub(crate) mod form_errors;
mod kept_fields;
mod layout;
mod level_choice;
mod notice;
mod rows;
mod search;
mod text_size;
pub(crate) mod words_field;

pub use contact::Contact;
pub use errors::{FieldError, FieldMessage};
pub use face::{Face, LevelBadge, Stars};
pub use form_errors::{ErrorLinks, FormErrors};
pub use kept_fields::KeptFields;
pub use layout::{Layout, Scripts};
pub use level_choice::LevelChoice;
pub use notice::{Notice, Tone};
pub use rows::{Rows, row};
pub use search::{Search, SearchRow};
pub use text_size::TextSizeForm;
pub use words_field::WordsField;
