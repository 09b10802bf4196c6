//! One attempt to send: the same post a plain form makes, asking for JSON.

use super::dom;
use js_sys::futures::JsFuture;
use wasm_bindgen::JsCast;
use web_sys::{AbortController, AbortSignal, Headers, RequestInit, Response, UrlSearchParams};

/// An attempt that takes longer than this has failed.
const PATIENCE_MS: i32 = 20_000;

/// How an attempt ended.
pub enum Answer {
    /// Stored; the receipt is here.
    Stored(String),
    /// It may not have arrived: try again.
    TryAgain,
    /// The server has something to say that only its page can show.
    ShowPage,
}

/// Sends once.
pub async fn post(action: &str, fields: UrlSearchParams) -> Answer {
    let abort = AbortController::new().ok();
    let signal = abort.as_ref().map(AbortController::signal);
    let timer = abort.and_then(|abort| dom::after(PATIENCE_MS, move || abort.abort()));
    let answer = exchange(action, fields, signal.as_ref()).await;
    if let Some(timer) = timer {
        dom::window().clear_timeout_with_handle(timer);
    }
    answer
}

async fn exchange(action: &str, fields: UrlSearchParams, signal: Option<&AbortSignal>) -> Answer {
    let Ok(headers) = Headers::new() else { return Answer::ShowPage };
    let _ = headers.set("Accept", "application/json");
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&fields);
    request.set_signal(signal);
    let fetch = dom::window().fetch_with_str_and_init(action, &request);
    let Ok(response) = JsFuture::from(fetch).await else { return Answer::TryAgain };
    let response: Response = response.unchecked_into();
    match response.status() {
        200 | 201 => match location(&response).await {
            Some(location) => Answer::Stored(location),
            None => Answer::TryAgain,
        },
        429 | 502..=504 => Answer::TryAgain,
        _ => Answer::ShowPage,
    }
}

/// `location` of the answer; `None` where the body broke off.
async fn location(response: &Response) -> Option<String> {
    let json = JsFuture::from(response.json().ok()?).await.ok()?;
    // A path of this site and nothing else.
    let location = js_sys::Reflect::get(&json, &"location".into()).ok()?.as_string()?;
    (location.starts_with('/') && !location.starts_with("//")).then_some(location)
}
