//! `/office/tour`: entering the office of a demonstration in any role, without password. The routes are there in
//! a demonstration only, and the use case refuses any other database once more.

use super::guard::{is_own_page, see_other};
use super::page::{self, outside, refused};
use crate::web::sent::Sent;
use crate::web::{AppState, problem};
use app::office::tour::{TourRoleView, tour_page};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::Role;

/// `GET /office/tour`
pub(super) async fn show(State(web): State<AppState>, headers: HeaderMap) -> Response {
    let roles =
        Role::ALL.map(|role| TourRoleView { word: role.word(), label: role.label(), does: does(role) });
    let ctx = outside(&web, &headers, "/office/tour");
    page::page(&web, StatusCode::OK, &headers, || tour_page(ctx.page, roles.to_vec()))
}

/// `POST /office/tour`
pub(super) async fn enter(sent: Sent) -> Response {
    let Sent { web, id, headers, fields, .. } = sent;
    if !web.demo || !is_own_page(&headers) {
        return refused::foreign(&web, &headers);
    }
    let Some(role) = Role::from_word(fields.get("role")) else { return see_other("/office/tour") };
    match web.service.enter_demo(&role.word().replace('_', "-")).await {
        Ok(Some(token)) => {
            let mut response = see_other("/office");
            response.headers_mut().append(header::SET_COOKIE, web.office_cookie(&token));
            response
        }
        Ok(None) => see_other("/office/tour"),
        Err(error) => problem::storage(&web, &headers, error, id, None),
    }
}

/// What a role does, in a line.
fn does(role: Role) -> &'static str {
    match role {
        Role::SystemAdmin => "建立、停用账号，导入放假安排",
        Role::SecurityAdmin => "授予角色和范围，管个人信息保存期限",
        Role::AuditAdmin => "查操作记录",
        Role::CityLead => "管全市的区划、部门、大厅、窗口、人员、事项、台牌",
        Role::DataBureau => "管全市的基础数据和台牌",
        Role::ComplaintCentre => "受理差评，判定误评和恶意评价",
        Role::District => "管本区县的部门、大厅、窗口、人员、台牌",
        Role::Department => "管本部门的窗口、人员、事项、台牌",
        Role::Town => "管本镇街的大厅、窗口、人员、台牌",
        Role::VillageClerk => "录入评议卡",
        Role::HallManager => "管一个大厅的窗口、人员、值班、台牌",
        Role::WindowStaff => "到岗、离岗登记",
        Role::Leader => "只看，不改",
        Role::Inspection => "监督检查",
        Role::Callback => "回访评价人",
    }
}
