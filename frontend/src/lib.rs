//! WebAssembly entry of one bundle: which islands it holds is decided by a feature, so that phones do
//! not load what only the office needs.

#[cfg(any(feature = "citizen", feature = "office"))]
#[allow(unused_imports)]
use app::islands as _;

/// Called once by `boot.js`, before it starts the page's islands one by one.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
