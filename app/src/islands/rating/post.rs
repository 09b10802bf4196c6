//! One attempt to send: the same post a plain form makes, asking for JSON.

use super::dom;
use gloo_net::http::{Request, Response};
use web_sys::{AbortController, AbortSignal, UrlSearchParams};

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
    let request =
        Request::post(action).header("Accept", "application/json").abort_signal(signal).body(fields);
    let Ok(request) = request else { return Answer::ShowPage };
    let Ok(response) = request.send().await else { return Answer::TryAgain };
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
    let json = js_sys::JSON::parse(&response.text().await.ok()?).ok()?;
    // A path of this site and nothing else.
    let location = js_sys::Reflect::get(&json, &"location".into()).ok()?.as_string()?;
    (location.starts_with('/') && !location.starts_with("//")).then_some(location)
}
