//! The office (`/office`): its routes, and what stands before them.
//!
//! To add a page: a handler in a file of its own here, its route with the permission it needs in [`routes`], its
//! place in the navigation ([`page`]) if it is a place to go to, its screen in `app/src/office`. The test that
//! walks every route in every role (`server/tests/it/office_walk.rs`) finds it by itself.

mod account_acts;
mod account_words;
mod accounts;
mod answer;
mod audit;
mod calendar;
mod departments;
mod departments_edit;
mod desk;
mod divisions;
mod divisions_edit;
mod export;
mod guard;
mod halls;
mod halls_edit;
mod home;
mod import;
mod import_file;
mod item_forms;
mod item_windows;
mod items;
mod list;
mod me;
mod order_acts;
mod order_phone;
mod order_words;
mod orders;
mod page;
mod partner_acts;
mod partner_keys;
mod partners;
mod partners_edit;
mod pick;
mod plates;
mod post;
mod province;
mod reasons;
mod retention;
mod roles;
mod roster;
mod routes;
mod seat;
mod shifts;
mod sign_in;
mod staff;
mod staff_forms;
mod tour;
mod upload;
mod which_hall;
mod windows;
mod windows_edit;

pub(super) use import_file::takes_files;
pub use routes::OfficeRoute;

use super::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
// The permissions stand beside the routes: their names are enough.
use domain::Permission::*;
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
    orders(partners(administration(places(state))))
}

/// Work orders (差评整改单).
fn orders(routes: Routes) -> Routes {
    routes
        .get("/office/orders", ViewOrders, orders::list)
        .get("/office/orders/{order}", ViewOrders, orders::show)
        .post("/office/orders/{order}/files", HandleOrders, orders::add_file)
        .get("/office/orders/{order}/files/{file}", ViewOrders, orders::file)
        .get("/office/orders/{order}/phone", CallBack, order_phone::ask)
        .post("/office/orders/{order}/phone", CallBack, order_phone::show)
        // Which act takes which permission is asked of the act.
        .get("/office/orders/{order}/{act}", ViewOrders, order_acts::ask)
        .post("/office/orders/{order}/{act}", ViewOrders, order_acts::act)
}

/// Other systems: those that hand over cases, and the province's.
fn partners(routes: Routes) -> Routes {
    routes
        .get("/office/partners", ManagePartners, partners::list)
        .get("/office/partners/new", ManagePartners, partners_edit::ask_new)
        .post("/office/partners/new", ManagePartners, partners_edit::add)
        .get("/office/partners/{partner}", ManagePartners, partners::show)
        .get("/office/partners/{partner}/edit", ManagePartners, partners_edit::ask_change)
        .post("/office/partners/{partner}/edit", ManagePartners, partners_edit::change)
        .get("/office/partners/{partner}/disable", ManagePartners, partner_acts::ask)
        .post("/office/partners/{partner}/disable", ManagePartners, partner_acts::disable)
        .get("/office/partners/{partner}/enable", ManagePartners, partner_acts::ask)
        .post("/office/partners/{partner}/enable", ManagePartners, partner_acts::enable)
        .get("/office/partners/{partner}/keys/new", ManagePartners, partner_keys::ask_new)
        .post("/office/partners/{partner}/keys/new", ManagePartners, partner_keys::give)
        .get("/office/partners/{partner}/keys/{key}/end", ManagePartners, partner_keys::ask_end)
        .post("/office/partners/{partner}/keys/{key}/end", ManagePartners, partner_keys::end)
        .get("/office/partners/{partner}/keys/{key}/revoke", ManagePartners, partner_keys::ask_revoke)
        .post("/office/partners/{partner}/keys/{key}/revoke", ManagePartners, partner_keys::revoke)
        .get("/office/province", LeadToProvince, province::list)
        .get("/office/province/new", LeadToProvince, province::ask_new)
        .post("/office/province/new", LeadToProvince, province::add)
        .get("/office/province/{rule}/end", LeadToProvince, province::ask_end)
        .post("/office/province/{rule}/end", LeadToProvince, province::end)
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
        .get("/office/divisions", ViewPlaces, divisions::list)
        .get("/office/divisions/export", ViewPlaces, divisions::export)
        .get("/office/divisions/new", EditDivisions, divisions_edit::ask_new)
        .post("/office/divisions/new", EditDivisions, divisions_edit::add)
        .get("/office/divisions/{division}", ViewPlaces, divisions::show)
        .get("/office/divisions/{division}/edit", EditDivisions, divisions_edit::ask_change)
        .post("/office/divisions/{division}/edit", EditDivisions, divisions_edit::change)
        .get("/office/divisions/{division}/retire", EditDivisions, divisions_edit::ask_retire)
        .post("/office/divisions/{division}/retire", EditDivisions, divisions_edit::retire)
        .get("/office/divisions/{division}/restore", EditDivisions, divisions_edit::ask_retire)
        .post("/office/divisions/{division}/restore", EditDivisions, divisions_edit::restore)
        .get("/office/departments", ViewPlaces, departments::list)
        .get("/office/departments/export", ViewPlaces, departments::export)
        .get("/office/departments/new", EditDepartments, departments_edit::ask_new)
        .post("/office/departments/new", EditDepartments, departments_edit::open)
        .get("/office/departments/{department}", ViewPlaces, departments::show)
        .get("/office/departments/{department}/edit", EditDepartments, departments_edit::ask_change)
        .post("/office/departments/{department}/edit", EditDepartments, departments_edit::change)
        .get("/office/departments/{department}/close", EditDepartments, departments_edit::ask_close)
        .post("/office/departments/{department}/close", EditDepartments, departments_edit::close)
        .get("/office/departments/{department}/reopen", EditDepartments, departments_edit::ask_close)
        .post("/office/departments/{department}/reopen", EditDepartments, departments_edit::reopen)
        .get("/office/halls", ViewPlaces, halls::list)
        .get("/office/halls/export", ViewPlaces, halls::export)
        .get("/office/halls/new", EditHalls, halls_edit::ask_new)
        .post("/office/halls/new", EditHalls, halls_edit::open)
        .get("/office/halls/{hall}", ViewPlaces, halls::show)
        .get("/office/halls/{hall}/edit", EditHalls, halls_edit::ask_change)
        .post("/office/halls/{hall}/edit", EditHalls, halls_edit::change)
        .get("/office/halls/{hall}/close", EditHalls, halls_edit::ask_close)
        .post("/office/halls/{hall}/close", EditHalls, halls_edit::close)
        .get("/office/halls/{hall}/reopen", EditHalls, halls_edit::ask_close)
        .post("/office/halls/{hall}/reopen", EditHalls, halls_edit::reopen)
        .get("/office/windows", ViewPlaces, windows::list)
        .get("/office/windows/export", ViewPlaces, windows::export)
        .get("/office/windows/new", EditWindows, windows_edit::ask_new)
        .post("/office/windows/new", EditWindows, windows_edit::open)
        .get("/office/windows/{window}", ViewPlaces, windows::show)
        .get("/office/windows/{window}/edit", EditWindows, windows_edit::ask_change)
        .post("/office/windows/{window}/edit", EditWindows, windows_edit::change)
        .get("/office/windows/{window}/withdraw", EditWindows, windows_edit::ask_withdraw)
        .post("/office/windows/{window}/withdraw", EditWindows, windows_edit::withdraw)
        .get("/office/windows/{window}/reopen", EditWindows, windows_edit::ask_withdraw)
        .post("/office/windows/{window}/reopen", EditWindows, windows_edit::reopen)
        .get("/office/staff", ViewStaff, staff::list)
        .get("/office/staff/export", ViewStaff, staff::export)
        .get("/office/staff/new", EditStaff, staff_forms::ask_new)
        .post("/office/staff/new", EditStaff, staff_forms::add)
        .get("/office/staff/{staff}", ViewStaff, staff::show)
        .get("/office/staff/{staff}/edit", EditStaff, staff_forms::ask_change)
        .post("/office/staff/{staff}/edit", EditStaff, staff_forms::change)
        .get("/office/staff/{staff}/move", EditStaff, staff_forms::ask_move)
        .post("/office/staff/{staff}/move", EditStaff, staff_forms::move_to)
        .get("/office/staff/{staff}/retire", EditStaff, staff_forms::ask_retire)
        .post("/office/staff/{staff}/retire", EditStaff, staff_forms::retire)
        .get("/office/staff/{staff}/restore", EditStaff, staff_forms::ask_restore)
        .post("/office/staff/{staff}/restore", EditStaff, staff_forms::restore)
        .get("/office/shifts", ViewStaff, roster::show)
        .get("/office/shifts/new", EditShifts, shifts::ask_new)
        .post("/office/shifts/new", EditShifts, shifts::add)
        .get("/office/shifts/{shift}", ViewStaff, shifts::show)
        .post("/office/shifts/{shift}/edit", EditShifts, shifts::change)
        .post("/office/shifts/{shift}/end", EditShifts, shifts::end)
        .post("/office/shifts/{shift}/drop", EditShifts, shifts::drop_planned)
        .get("/office/items", ViewPlaces, items::list)
        .get("/office/items/export", ViewPlaces, items::export)
        .get("/office/items/new", EditItems, item_forms::ask_new)
        .post("/office/items/new", EditItems, item_forms::add)
        .get("/office/items/{item}", ViewPlaces, items::show)
        .get("/office/items/{item}/versions", ViewPlaces, items::versions)
        .get("/office/items/{item}/edit", EditItems, item_forms::ask_change)
        .post("/office/items/{item}/edit", EditItems, item_forms::change)
        .get("/office/items/{item}/retire", EditItems, item_forms::ask_retire)
        .post("/office/items/{item}/retire", EditItems, item_forms::retire)
        .get("/office/items/{item}/restore", EditItems, item_forms::ask_restore)
        .post("/office/items/{item}/restore", EditItems, item_forms::restore)
        .get("/office/items/{item}/windows", EditItems, item_windows::ask_windows)
        .post("/office/items/{item}/windows", EditItems, item_windows::set_windows)
        .get("/office/windows/{window}/items", ViewPlaces, item_windows::ask_items)
        .post("/office/windows/{window}/items", EditItems, item_windows::set_items)
        .get("/office/seat", SitAtWindow, seat::show)
        .post("/office/seat/sign-in", SitAtWindow, seat::sign_in)
        .post("/office/seat/sign-out", SitAtWindow, seat::sign_out)
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

/// A page in the office's dress that anybody may read.
pub(super) fn open_page<V: leptos::prelude::IntoView>(
    web: &AppState,
    headers: &axum::http::HeaderMap,
    path: &str,
    screen: impl FnOnce(app::office::OfficeContext) -> V,
) -> axum::response::Response {
    let ctx = page::outside(web, headers, path);
    page::page(web, axum::http::StatusCode::OK, headers, || screen(ctx))
}
