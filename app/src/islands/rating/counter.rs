//! Characters as a person counts them, for the line that says how many remain.
//!
//! The rule is the server's (`domain::words::count`). Its tables would be an eighth of what a phone
//! downloads, so here the browser counts by its own. A browser without them (before Chrome 87 and
//! iOS 14.5) counts code points: an emoji of several then counts more than once. The line may so be
//! stricter than the rule but never stops a sending, and the server decides.

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type Segmenter;
    /// Splits into user-perceived characters, which is what it does unless told otherwise.
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new() -> Result<Segmenter, JsValue>;
    #[wasm_bindgen(method)]
    fn segment(this: &Segmenter, text: &str) -> Object;
}

/// How many characters there are.
pub fn count(text: &str) -> usize {
    match Segmenter::new() {
        Ok(segmenter) => Array::from(&segmenter.segment(text)).length() as usize,
        Err(_) => text.chars().count(),
    }
}
