//! Plates (台牌) for the windows of service halls, one by one and in packs.
//!
//! ```text
//! layout (TOML) + style ─► forme ┐
//!                      contents ─┴► one drawing ─► read-back ─► PDF | PNG | SVG
//! ```
//!
//! [`Press::plate`] refuses rather than print something wrong: a name that does not fit, a character
//! the font lacks, an invisible sign, a code whose modules would be too small, a host in words that is
//! not the code's host — and, last, a drawing whose code does not read back as the address.
//! [`Press::pack`] does the same for a thousand, looks at each three times, and names every one it
//! refuses.
//!
//! - what a plate looks like: `layouts/*.toml`, rules in `layout.rs` and `layout/`;
//! - what it may say: `content.rs`; a hall's additions: `style.rs`, `logo.rs`;
//! - how names are broken and sized: `wrap.rs`, `fit.rs`; setting it all: `forme.rs`;
//! - the code: `qr.rs`, `readback.rs`, `preflight.rs`; reading a photograph: `picture.rs`;
//! - drawing: `drawing.rs`, then `raster.rs` and `png.rs`, `svg.rs`, `pdf.rs`;
//! - packs: `pack.rs` and `pack/`; fonts: `fonts.rs`, made by `assets/make-fonts.sh`.
//! - what a plate looks like: `layouts/*.toml`, rules in `layout.rs` and `layout/check.rs`;
//! - what it may say: `content.rs`; how names are broken and sized: `wrap.rs`, `fit.rs`;
//! - the code: `qr.rs`, `readback.rs`; reading pictures: `picture.rs`;
//! - checking a printed plate by its photograph: `photo.rs`;
//! - fonts: `fonts.rs`, made by `assets/make-fonts.sh`.
//!
//! Nothing here knows the time, the network or a random number: the same input gives the same bytes.

mod content;
mod drawing;
mod error;
mod fit;
mod fonts;
mod format;
mod forme;
mod layout;
mod logo;
mod pack;
mod parallel;
mod pdf;
mod photo;
mod picture;
mod png;
mod preflight;
mod press;
mod proof;
mod qr;
mod raster;
mod readback;
mod screen;
mod style;
mod svg;
mod wrap;

pub use content::{PlateContent, Staff};
pub use error::{Field, PrintError};
pub use format::Format;
pub use layout::{Catalogue, Edit, Grid, Kind, Layout, Stand};
pub use logo::Logo;
pub use pack::{Entry, Pack, PackOptions, Passed, Report, Warning};
pub use photo::{Expectation, Finding, PhotoCheck, SeenCode, Verdict, check_photo};
pub use picture::read_codes;
pub use preflight::Look;
pub use press::Press;
pub use proof::clean_picture;
pub use screen::code_png;
pub use style::Style;
