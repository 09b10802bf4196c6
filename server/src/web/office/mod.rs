//! The office (`/office`): its routes, and what stands before them.
//!
//! To add a page: a handler in a file of its own here, its route with the permission it needs in [`routes`], its
//! place in the navigation ([`page`]) if it is a place to go to, its screen in `app/src/office`. The test that
//! walks every route in every role (`server/tests/it/office_walk.rs`) finds it by itself.

mod guard;
mod home;
mod import;
mod import_file;
mod list;
mod me;
mod page;
mod plates;
mod post;
mod routes;
mod sign_in;
mod tour;
mod upload;
mod windows;

pub(super) use import_file::takes_files;
pub use routes::OfficeRoute;

use super::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use domain::Permission::{EditWindows, MakePlates, OwnAccount, ViewPlaces};
use routes::Routes;

/// All routes of the office.
pub(super) fn router(state: &AppState) -> Router<AppState> {
    let (guarded, _) = guarded(state).finish();
    // Every form is read within a limit of its own (`body.rs`, `upload.rs`, `import_file.rs`).
    let guarded = guarded.layer(DefaultBodyLimit::disable());
    let open = guarded
        .route("/office/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/office/signed-out", get(sign_in::signed_out));
    if state.demo { open.route("/office/tour", get(tour::show).post(tour::enter)) } else { open }
}

/// Every route behind the guard.
pub fn list(state: &AppState) -> Vec<OfficeRoute> {
    guarded(state).finish().1
}

fn guarded(state: &AppState) -> Routes {
    import::routes(Routes::new(state.clone()))
        .get("/office", OwnAccount, home::show)
        .get("/office/sign-in/code", OwnAccount, sign_in::ask_code)
        .post("/office/sign-in/code", OwnAccount, sign_in::give_code)
        .post("/office/sign-out", OwnAccount, sign_in::sign_out)
        .get("/office/password", OwnAccount, me::password)
        .post("/office/password", OwnAccount, me::change_password)
        .get("/office/second-factor", OwnAccount, me::second_factor)
        .post("/office/second-factor", OwnAccount, me::set_up_second_factor)
        .get("/office/sessions", OwnAccount, me::sessions)
        .post("/office/sessions/end", OwnAccount, me::end_session)
        .post("/office/sessions/end-others", OwnAccount, me::end_others)
        .get("/office/windows", ViewPlaces, windows::list)
        .get("/office/windows/new", EditWindows, windows::ask_new)
        .post("/office/windows/new", EditWindows, windows::open)
        .get("/office/windows/{window}", ViewPlaces, windows::show)
        .get("/office/windows/{window}/edit", EditWindows, windows::ask_change)
        .post("/office/windows/{window}/edit", EditWindows, windows::change)
        .get("/office/windows/{window}/withdraw", EditWindows, windows::ask_withdraw)
        .post("/office/windows/{window}/withdraw", EditWindows, windows::withdraw)
        .get("/office/windows/{window}/reopen", EditWindows, windows::ask_withdraw)
        .post("/office/windows/{window}/reopen", EditWindows, windows::reopen)
        .get("/office/plates", MakePlates, plates::list)
        .get("/office/plates/make", MakePlates, plates::make::ask)
        .post("/office/plates/make", MakePlates, plates::make::submit)
        .get("/office/plates/preview.png", MakePlates, plates::make::preview)
        .get("/office/plates/packs/{pack}", MakePlates, plates::pack::show)
        .get("/office/plates/packs/{pack}/file", MakePlates, plates::pack::fetch)
        .post("/office/plates/packs/{pack}/printed", MakePlates, plates::pack::printed)
        .get("/office/plates/check", MakePlates, plates::check::ask)
        .post("/office/plates/check", MakePlates, plates::check::look)
        .post("/office/plates/seen", MakePlates, plates::check::seen)
        .get("/office/plates/{plate}", MakePlates, plates::plate::show)
        .get("/office/plates/{plate}/withdraw", MakePlates, plates::plate::ask_withdraw)
        .post("/office/plates/{plate}/withdraw", MakePlates, plates::plate::withdraw)
        .post("/office/plates/{plate}/reports", MakePlates, plates::plate::handle_report)
}
