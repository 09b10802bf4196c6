//! The few things asked of the browser.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget, Window};

/// The window. There always is one where this runs.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// First element that fits.
pub fn find(selector: &str) -> Option<Element> {
    window().document()?.query_selector(selector).ok()?
}

/// Listens for as long as the page lives.
pub fn listen(target: &EventTarget, name: &str, listener: impl FnMut(Event) + 'static) {
    let listener = Closure::<dyn FnMut(Event)>::new(listener).into_js_value();
    let _ = target.add_event_listener_with_callback(name, listener.unchecked_ref());
}
