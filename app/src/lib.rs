//! Screens: view structs in, HTML out.
//!
//! Pages are whole documents that the server renders from a view struct; nothing here reads a
//! database, a clock or a request. A page works without script; an island (`islands`) makes it nicer.
//!
//! `citizen` is what everybody sees; `office` is where those work who keep halls and windows.
//!
//! To add a page: a file in `citizen/` with its view struct and its `xxx_page(ctx, view)`, its words in
//! `text.rs`, its states in `examples/gallery.rs`. To add a component: `components/<name>.rs` and
//! `style/components/<name>.css`, imported by `style/citizen.css`.

#[cfg(feature = "ssr")]
pub mod citizen;
#[cfg(feature = "ssr")]
pub mod components;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod office;
#[cfg(feature = "ssr")]
pub mod page;
pub mod text;
