//! Islands: what WebAssembly adds to a page that works without it.
//!
//! To add one: a file with an `#[island]`, its behaviour in a module behind the feature `hydrate`, and
//! `scripts=Scripts::Islands` on the pages that hold it.

#[cfg(feature = "hydrate")]
mod rating;
mod rating_form;

pub use rating_form::RatingForm;
