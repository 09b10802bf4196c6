//! Islands: what WebAssembly adds to a page that works without it. Each bundle has a file: what phones load
//! ([`citizen`]) and what the office loads ([`office`]); cargo features of the same names choose them.
//!
//! To add one: an `#[island]` in its bundle's file, its behaviour in a module behind the feature `hydrate`, and
//! the page's `scripts`.

#[cfg(any(feature = "ssr", feature = "citizen"))]
mod citizen;
#[cfg(feature = "hydrate")]
mod dom;
#[cfg(any(feature = "ssr", feature = "office"))]
mod office;
#[cfg(all(feature = "hydrate", feature = "citizen"))]
mod rating;

#[cfg(any(feature = "ssr", feature = "citizen"))]
pub use citizen::RatingForm;
#[cfg(any(feature = "ssr", feature = "office"))]
pub use office::{AutoFilter, LivePreview, UploadNote};
