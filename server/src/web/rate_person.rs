//! `GET /s/{code}`: a person's own code (一人一码), and `GET/POST /s/{code}/{window}`: rating the window for what
//! she did there. A rating always has a window; it is laid to her only when she sits there as it is sent.

use super::entry::Entry;
use super::form::RatingForm;
use super::rate::{Posted, form_page};
use super::sent::Sent;
use super::{AppState, RequestId, client, find, problem, rate_window, render};
use app::citizen::{PersonAwayView, PersonTarget, RateTarget, RateView, WindowHit, person_away_page};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use domain::{Channel, WindowCode};
use storage::PersonRow;
use usecases::{PersonInfo, WindowInfo};

/// The form of the window she sits at, or the windows of her hall. Not by a redirect: containers refuse one on entry.
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
    let info = match web.service.person(code).await {
        Ok(Some(info)) => info,
        Ok(None) => return find::wrong_code(&web, &headers, &typed, id, None).await,
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    if let PersonInfo { sits_at: Some(window), person: PersonRow { retired_at: None, .. } } = &info {
        match web.service.window_of_person(*window).await {
            Ok(Some(at)) => return form(&web, (&headers, &uri), code, &info.person, &at),
            Ok(None) => {}
            Err(error) => return problem::storage(&web, &headers, error, id, None),
        }
    }
    match web.service.windows_of_person(&info.person).await {
        Ok(places) => away(&web, &headers, code, info.person, places),
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

/// She sits nowhere: her hall's windows. Who has retired is no longer rated by her own code.
fn away(
    web: &AppState,
    headers: &HeaderMap,
    code: WindowCode,
    person: PersonRow,
    places: usecases::FoundPlaces,
) -> Response {
    let retired = person.retired_at.is_some();
    let base = if retired { "/w".to_owned() } else { format!("/s/{code}") };
    let windows = places.windows.into_iter().map(|w| {
        let hit = WindowHit { window: w.window_name, hall: w.hall, department: w.department, code: w.code };
        (format!("{base}/{}", hit.code), hit)
    });
    let view = PersonAwayView {
        name: person.name,
        number: person.number,
        hall: person.hall.unwrap_or_default(),
        retired,
        windows: windows.collect(),
        more: places.more,
    };
    let status = if retired { StatusCode::GONE } else { StatusCode::OK };
    let ctx = web.page(headers, &format!("/s/{code}"));
    render::page(status, headers, || person_away_page(ctx, view))
}

/// The form.
pub(super) async fn show_at(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path((typed, window)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let (Ok(code), Ok(window)) = (typed.parse::<WindowCode>(), window.parse::<WindowCode>()) else {
        return find::wrong_code(&web, &headers, &typed, id, None).await;
    };
    let found = async { Ok((web.service.person(code).await?, web.service.window_of_person(window).await?)) };
    let (person, info) = match found.await {
        Ok((Some(person), Some(info))) => (person.person, info),
        Ok(_) => return find::wrong_code(&web, &headers, &typed, id, None).await,
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    if person.retired_at.is_some() {
        return render::see_other(&format!("/w/{window}"));
    }
    form(&web, (&headers, &uri), code, &person, &info)
}

fn form(
    web: &AppState,
    (headers, uri): (&HeaderMap, &Uri),
    code: WindowCode,
    person: &PersonRow,
    info: &WindowInfo,
) -> Response {
    let view = RateView {
        action: format!("/s/{code}/{}", info.window.code),
        target: target(web, person, info),
        input: RatingForm::blank(),
        errors: Vec::new(),
        notice: None,
    };
    let entry = Entry::of_link(web, uri);
    let mut response = form_page(web, headers, StatusCode::OK, view, (None, &entry));
    if web.device(headers).is_none() {
        response.headers_mut().append(header::SET_COOKIE, web.new_device_cookie());
    }
    response
}

/// Takes a rating.
pub(super) async fn submit(Path((typed, window)): Path<(String, String)>, sent: Sent) -> Response {
    let (web, id) = (sent.web.clone(), sent.id);
    let codes = (typed.parse::<WindowCode>(), window.parse::<WindowCode>());
    let action = match codes {
        (Ok(code), Ok(window)) => format!("/s/{code}/{window}"),
        _ => "/w".to_owned(),
    };
    let posted = Posted::new(sent, action);
    let (Ok(code), Ok(window)) = codes else {
        return find::wrong_code(&web, &posted.headers, &typed, id, Some(&posted)).await;
    };
    let found = async { Ok((web.service.person(code).await?, web.service.window_of_person(window).await?)) };
    let (person, info) = match found.await {
        Ok((Some(person), Some(info))) => (person.person, info),
        Ok(_) => return find::wrong_code(&web, &posted.headers, &typed, id, Some(&posted)).await,
        Err(error) => return problem::storage(&web, &posted.headers, error, id, Some(&posted)),
    };
    if client::is_foreign(&posted.headers) {
        return posted.foreign(target(&web, &person, &info));
    }
    let submission = posted.submission(Channel::QrCode);
    match web.service.rate_person(person.id, &info, &submission).await {
        Ok(submitted) => posted.stored(&submitted),
        Err(error) => posted.refused(error, target(&web, &person, &info)),
    }
}

fn target(web: &AppState, person: &PersonRow, info: &WindowInfo) -> RateTarget {
    RateTarget::Person(PersonTarget {
        name: person.name.clone(),
        number: person.number.clone(),
        here: info.window.ended_at.is_none() && info.has_on_duty(person.id, web.service.world().now()),
        window: rate_window::window_view(info),
    })
}
