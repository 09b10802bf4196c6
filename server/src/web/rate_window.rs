//! `GET/POST /w/{code}`: rating the window whose plate was scanned.

use super::encode::Encoding;
use super::entry::Entry;
use super::form::RatingForm;
use super::rate::{END, Posted};
use super::sent::Sent;
use super::spliced::Spliced;
use super::{AppState, RequestId, Web, client, find, problem, render};
use app::citizen::{OnDuty, RateTarget, RateView, WindowView, rate_page};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use domain::{Channel, WindowCode};
use std::sync::Arc;
use usecases::WindowInfo;

/// The form. From memory, but for its end: the key, and how this visitor came.
pub(super) async fn show(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(typed): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(code) = typed.parse::<WindowCode>() else {
        return find::wrong_code(&web, &headers, &typed, id, None).await;
    };
    let info = match web.service.window(code).await {
        Ok(Some(info)) => info,
        Ok(None) => {
            // Typed by hand, a person's own code may have come here.
            return match web.service.person(code).await {
                Ok(Some(_)) => render::see_other(&format!("/s/{code}")),
                _ => find::wrong_code(&web, &headers, &typed, id, None).await,
            };
        }
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    web.service.count_scan(code);
    if info.window.ended_at.is_none() {
        match web.province_window((&headers, &uri), info.window.id, || target(&info)).await {
            Ok(Some(led)) => return led,
            Ok(None) => {}
            Err(error) => return problem::storage(&web, &headers, error, id, None),
        }
    }
    let page = rendered(&web, &headers, code, info);
    let encoding = Encoding::of(&headers);
    let entry = Entry::of_link(&web, &uri);
    let body = page.with_tail(&web.tail(&web.new_key(), &entry), encoding);
    let mut response = render::form_document(StatusCode::OK, encoding, body);
    if web.device(&headers).is_none() {
        response.headers_mut().append(header::SET_COOKIE, web.new_device_cookie());
    }
    response
}

fn rendered(web: &Web, headers: &HeaderMap, code: WindowCode, info: Arc<WindowInfo>) -> Arc<Spliced> {
    let size = web.text_size(headers);
    if let Some(page) = web.pages.get(code, size, &info) {
        return page;
    }
    let action = format!("/w/{code}");
    let ctx = web.page(headers, &action);
    let view = RateView {
        action,
        target: target(&info),
        input: RatingForm::blank(),
        errors: Vec::new(),
        notice: None,
    };
    let html = render::html(|| rate_page(ctx, view));
    let head = html.strip_suffix(END).unwrap_or(&html).to_owned();
    web.pages.put(code, size, info, Spliced::new(head))
}

/// Takes a rating.
pub(super) async fn submit(Path(typed): Path<String>, sent: Sent) -> Response {
    let (web, id) = (sent.web.clone(), sent.id);
    let code = typed.parse::<WindowCode>();
    let action = code.map_or_else(|_| "/w".to_owned(), |code| format!("/w/{code}"));
    let posted = Posted::new(sent, action);
    let Ok(code) = code else {
        return find::wrong_code(&web, &posted.headers, &typed, id, Some(&posted)).await;
    };
    let info = match web.service.window(code).await {
        Ok(Some(info)) => info,
        Ok(None) => {
            return find::wrong_code(&web, &posted.headers, &typed, id, Some(&posted)).await;
        }
        Err(error) => return problem::storage(&web, &posted.headers, error, id, Some(&posted)),
    };
    if client::is_foreign(&posted.headers) {
        return posted.foreign(target(&info));
    }
    match web.service.rate_window(&info, &posted.submission(Channel::QrCode)).await {
        Ok(submitted) => posted.stored(&submitted),
        Err(error) => posted.refused(error, target(&info)),
    }
}

fn target(info: &WindowInfo) -> RateTarget {
    RateTarget::Window(window_view(info))
}

/// The window as a citizen sees it.
pub(super) fn window_view(info: &WindowInfo) -> WindowView {
    let window = &info.window;
    WindowView {
        code: window.code.clone(),
        hall: window.hall.clone(),
        window: window.window_name.clone(),
        department: window.department.clone(),
        ended: window.ended_at.is_some(),
        on_duty: info
            .on_duty
            .iter()
            .map(|d| OnDuty { name: d.name.clone(), number: d.number.clone() })
            .collect(),
    }
}
