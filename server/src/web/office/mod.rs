//! The office (`/office`): its routes, and what stands before them.
//!
//! To add a page: a handler in a file of its own here, its route with the permission it needs in [`routes`], its
//! place in the navigation ([`page`]) if it is a place to go to, its screen in `app/src/office`. The test that
//! walks every route in every role (`server/tests/it/office_walk.rs`) finds it by itself.

mod account_acts;
mod account_words;
mod accounts;
mod audit;
mod calendar;
mod desk;
mod guard;
mod home;
mod list;
mod me;
mod page;
mod post;
mod reasons;
mod retention;
mod roles;
mod routes;
mod sign_in;
mod tour;
mod windows;

pub use routes::OfficeRoute;

use super::AppState;
use axum::Router;
use axum::routing::get;
use domain::Permission::{
    EditCalendar, EditRetention, EditWindows, GrantRoles, ManageAccounts, OwnAccount, ReadAudit, ViewPlaces,
};
use routes::Routes;

/// All routes of the office.
pub(super) fn router(state: &AppState) -> Router<AppState> {
    let (guarded, _) = guarded(state).finish();
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
    administration(places(state))
}

/// What the three administrators do.
fn administration(routes: Routes) -> Routes {
    routes
        .get("/office/accounts", ManageAccounts, accounts::list)
        .get("/office/accounts/new", ManageAccounts, accounts::ask_new)
        .post("/office/accounts/new", ManageAccounts, accounts::create)
        .get("/office/accounts/{account}", ManageAccounts, accounts::show)
        .get("/office/accounts/{account}/edit", ManageAccounts, accounts::ask_name)
        .post("/office/accounts/{account}/edit", ManageAccounts, accounts::rename)
        .get("/office/accounts/{account}/disable", ManageAccounts, account_acts::ask)
        .post("/office/accounts/{account}/disable", ManageAccounts, account_acts::act)
        .get("/office/accounts/{account}/enable", ManageAccounts, account_acts::ask)
        .post("/office/accounts/{account}/enable", ManageAccounts, account_acts::act)
        .get("/office/accounts/{account}/one-time-password", ManageAccounts, account_acts::ask)
        .post("/office/accounts/{account}/one-time-password", ManageAccounts, account_acts::act)
        .get("/office/roles", GrantRoles, roles::list)
        .get("/office/roles/matrix", GrantRoles, roles::matrix)
        .get("/office/roles/{account}", GrantRoles, roles::show)
        .get("/office/roles/{account}/grant", GrantRoles, roles::ask_grant)
        .post("/office/roles/{account}/grant", GrantRoles, roles::grant)
        .get("/office/roles/{account}/second-factor", GrantRoles, account_acts::ask)
        .post("/office/roles/{account}/second-factor", GrantRoles, account_acts::act)
        .get("/office/roles/{account}/unlock", GrantRoles, account_acts::ask)
        .post("/office/roles/{account}/unlock", GrantRoles, account_acts::act)
        .get("/office/roles/{account}/end-sessions", GrantRoles, account_acts::ask)
        .post("/office/roles/{account}/end-sessions", GrantRoles, account_acts::act)
        .get("/office/audit", ReadAudit, audit::list)
        .get("/office/audit/export", ReadAudit, audit::ask_export)
        .post("/office/audit/export", ReadAudit, audit::export)
        .get("/office/audit/check", ReadAudit, audit::ask_check)
        .post("/office/audit/check", ReadAudit, audit::check)
        .get("/office/audit/{entry}", ReadAudit, audit::show)
        .get("/office/calendar", EditCalendar, calendar::show)
        .get("/office/calendar/import", EditCalendar, calendar::ask_import)
        .post("/office/calendar/import", EditCalendar, calendar::look)
        .post("/office/calendar/confirm", EditCalendar, calendar::import)
        .get("/office/calendar/undo", EditCalendar, calendar::ask_undo)
        .post("/office/calendar/undo", EditCalendar, calendar::undo)
        .get("/office/retention", EditRetention, retention::list)
        .get("/office/retention/record", EditRetention, retention::record)
        .get("/office/retention/{field}/edit", EditRetention, retention::ask)
        .post("/office/retention/{field}/edit", EditRetention, retention::set)
}

fn places(state: &AppState) -> Routes {
    Routes::new(state.clone())
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
}
