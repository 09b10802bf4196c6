//! Plates (台牌) for the windows of service halls.
//!
//! ```text
//! layout (TOML) + content ─► svg.rs ─► one usvg tree ─► read-back ─► PDF | PNG | SVG
//! ```
//!
//! [`Press::plate`] refuses rather than print something wrong: a name that does not fit, a character
//! the font lacks, an invisible sign, a code whose modules would be too small, a host in words that is
//! not the code's host — and, last, a drawing whose code does not read back as the address.
//!
//! - what a plate looks like: `layouts/*.toml`, rules in `layout.rs` and `layout/check.rs`;
//! - what it may say: `content.rs`; how names are broken and sized: `wrap.rs`, `fit.rs`;
//! - the code: `qr.rs`, `readback.rs`; reading pictures: `picture.rs`;
//! - checking a printed plate by its photograph: `photo.rs`;
//! - fonts: `fonts.rs`, made by `assets/make-fonts.sh`.
//!
//! Nothing here knows the time, the network or a random number: the same input gives the same bytes.

mod content;
mod error;
mod fit;
mod fonts;
mod format;
mod layout;
mod pdf;
mod photo;
mod picture;
mod png;
mod press;
mod qr;
mod readback;
mod svg;
mod tree;
mod wrap;

pub use content::PlateContent;
pub use error::{Field, PrintError};
pub use format::Format;
pub use layout::Layout;
pub use photo::{Expectation, Finding, PhotoCheck, SeenCode, Verdict, check_photo};
pub use picture::read_codes;
pub use press::Press;
