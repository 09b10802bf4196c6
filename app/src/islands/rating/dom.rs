//! The few things asked of the browser.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, EventTarget, HtmlInputElement, Window};

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

/// Calls once, after this many milliseconds; the number stops it.
pub fn after(ms: i32, call: impl FnOnce() + 'static) -> Option<i32> {
    let call = Closure::once_into_js(call);
    window().set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), ms).ok()
}

/// The field an event comes from.
pub fn field_of(event: &Event) -> Option<HtmlInputElement> {
    event.target().map(JsCast::unchecked_into)
}
