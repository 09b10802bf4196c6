//! What the rating form asks of the browser besides.

pub use crate::islands::dom::{find, listen, window};
use wasm_bindgen::prelude::*;
use web_sys::{Event, HtmlInputElement, ScrollBehavior, ScrollToOptions};

/// Calls once, after this many milliseconds; the number stops it.
pub fn after(ms: i32, call: impl FnOnce() + 'static) -> Option<i32> {
    let call = Closure::once_into_js(call);
    window().set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), ms).ok()
}

/// Scrolls down, smoothly unless the person asked for less motion. Not `scroll-behavior` in the style
/// sheet: that would also slow down the way to an error and back to where a page was left.
pub fn scroll_by(pixels: f64) {
    let still = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten();
    let options = ScrollToOptions::new();
    options.set_top(pixels);
    if !still.is_some_and(|query| query.matches()) {
        options.set_behavior(ScrollBehavior::Smooth);
    }
    window().scroll_by_with_scroll_to_options(&options);
}

/// The field an event comes from.
pub fn field_of(event: &Event) -> Option<HtmlInputElement> {
    event.target().map(JsCast::unchecked_into)
}
