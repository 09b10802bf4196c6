//! “我的办件”: signing in, what is hers, signing out. No address here names a person; whoever looks has proved that the
//! phone or ID number of a case is hers.

mod code;
mod mini_program;
mod portal;
mod session;
mod sign_in;
mod ticket;

use super::{AppState, RequestId, Web, client, problem, render};
use app::citizen::{
    AtWindow, MyCase, MyCasesView, MyReceipt, MyWindowView, SignInNotice, my_cases_page, my_window_page,
};
use axum::Router;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::Response;
use axum::routing::{get, post};
use domain::{Millis, ReceiptCode, WindowCode};
use session::Session;
use sign_in::Asked;
use storage::MyRatingRow;
use usecases::{Citizen, MyOccurrence, WindowInfo};

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/my", get(show))
        .route("/my/code", get(code::show).post(code::ask))
        .route("/my/sign-in", post(code::give))
        .route("/my/ticket", post(ticket::exchange))
        .route("/my/portal", get(portal::start))
        .route(crate::gateway::identity::PORTAL_BACK, get(portal::back))
        .route("/my/wechat", get(mini_program::show).post(mini_program::exchange))
        .route(ticket::SCRIPT, get(ticket::script))
        .route(ticket::SDK, get(ticket::sdk))
        .route("/my/sign-out", post(session::sign_out))
        .route("/w/{code}/my", get(show_at))
}

/// What is hers, or the ways to sign in.
async fn show(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let asked = Asked { web: &web, headers: &headers, id, at: None };
    let citizen = match asked.citizen().await {
        Ok(Session::Alive(citizen)) => citizen,
        Ok(Session::None) => {
            let notice = (uri.query() == Some("out")).then_some(SignInNotice::SignedOut);
            return asked.sign_in(StatusCode::OK, notice).await;
        }
        Ok(Session::Over) => return asked.over().await,
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    match web.service.my_cases(&citizen).await {
        Ok(cases) => {
            let view = MyCasesView {
                open: cases.open.iter().map(my_case).collect(),
                more_open: cases.more_open,
                rated: cases.rated.iter().filter_map(my_receipt).collect(),
                more_rated: cases.more_rated,
            };
            let ctx = web.page(&headers, "/my");
            render::page(StatusCode::OK, &headers, || my_cases_page(ctx, view))
        }
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

/// What of hers can be rated at this window, or the ways to sign in. The window itself is rated without.
async fn show_at(
    State(web): State<AppState>,
    Extension(id): Extension<RequestId>,
    Path(typed): Path<String>,
    headers: HeaderMap,
) -> Response {
    let info = match typed.parse::<WindowCode>() {
        Ok(code) => web.service.window(code).await,
        Err(_) => Ok(None),
    };
    let info = match info {
        Ok(Some(info)) => info,
        // The window's page says what is wrong with its code.
        Ok(None) => return render::see_other("/w"),
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    let at = at_window(&info);
    let asked = Asked { web: &web, headers: &headers, id, at: Some(at.clone()) };
    let citizen: Citizen = match asked.citizen().await {
        Ok(Session::Alive(citizen)) => citizen,
        Ok(Session::None) => return asked.sign_in(StatusCode::OK, None).await,
        Ok(Session::Over) => return asked.over().await,
        Err(error) => return problem::storage(&web, &headers, error, id, None),
    };
    match web.service.my_open(&citizen).await {
        Ok((open, _)) => {
            let (here, rest): (Vec<_>, Vec<_>) =
                open.into_iter().partition(|mine| mine.link.row.window_id == Some(info.window.id));
            let department = &info.window.department;
            let of_department = |mine: &&MyOccurrence| {
                mine.link.row.department.as_ref() == Some(department) || mine.link.row.org_name == *department
            };
            let view = MyWindowView {
                at,
                here: here.iter().map(my_case).collect(),
                department: rest.iter().filter(of_department).map(my_case).collect(),
            };
            let ctx = web.page(&headers, &format!("/w/{typed}/my"));
            render::page(StatusCode::OK, &headers, || my_window_page(ctx, view))
        }
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

fn at_window(info: &WindowInfo) -> AtWindow {
    AtWindow { code: info.window.code.clone(), window: info.window.window_name.clone() }
}

fn my_case(mine: &MyOccurrence) -> MyCase {
    let row = &mine.link.row;
    let item = if row.item_name.is_empty() { &row.org_name } else { &row.item_name };
    MyCase {
        path: format!("/c/{}", mine.token.as_str()),
        item: item.clone(),
        service: format!("{} · {}", row.org_name, row.service_name),
        served: Millis(row.served_at).date_in_words(),
        last_day: Millis(row.expires_at).plus(-1).date_in_words(),
    }
}

/// A list of receipts shows what a closed receipt shows, and what she applied for, which she knows.
fn my_receipt(row: &MyRatingRow) -> Option<MyReceipt> {
    let code: ReceiptCode = row.receipt.parse().ok()?;
    let place = [row.org_name.as_deref(), row.hall.as_deref(), row.window_name.as_deref()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let (title, place) = match &row.item_name {
        Some(item) => (item.clone(), place),
        None => (place, String::new()),
    };
    Some(MyReceipt {
        code: code.grouped(),
        title,
        place,
        date: Millis(row.rated_at).date_in_words(),
        late: row.late,
    })
}
