//! From a screen of the office to a response: what surrounds it, and the sentence it says once.

pub(super) mod history;
pub(super) mod nav;
pub(super) mod refused;

use crate::web::{AppState, Web, render};
use app::components::Tone;
use app::office::{Flash, OfficeContext, OfficerView};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use leptos::prelude::IntoView;
use usecases::Officer;

/// What surrounds an officer's page at this path.
pub(super) fn context(web: &Web, headers: &HeaderMap, officer: &Officer, path: &str) -> OfficeContext {
    OfficeContext {
        page: web.page(headers, path),
        officer: Some(OfficerView {
            name: officer.name.clone(),
            role: officer.role.map_or("尚未授予角色", |role| role.label()).to_owned(),
            scope: officer.place.clone(),
        }),
        nav: nav::groups(officer, path),
        csrf: web.service.csrf_token(officer),
        flash: web.flash(headers).map(|text| Flash { tone: Tone::Done, text }),
    }
}

/// What surrounds a page of the office that nobody has signed in for.
pub(super) fn outside(web: &Web, headers: &HeaderMap, path: &str) -> OfficeContext {
    OfficeContext {
        page: web.page(headers, path),
        officer: None,
        nav: Vec::new(),
        csrf: String::new(),
        flash: None,
    }
}

/// A page of the office. A sentence from the page before is said and forgotten.
pub(super) fn page<V: IntoView>(
    web: &AppState,
    status: StatusCode,
    headers: &HeaderMap,
    screen: impl FnOnce() -> V,
) -> Response {
    let mut response = render::page(status, headers, screen);
    if web.flash(headers).is_some() {
        response.headers_mut().append(header::SET_COOKIE, web.forget_flash());
    }
    response
}

/// On to another page, which says this sentence once.
pub(super) fn done(web: &Web, to: &str, sentence: &str) -> Response {
    let mut response = super::guard::see_other(to);
    response.headers_mut().append(header::SET_COOKIE, web.flash_cookie(sentence));
    response
}
