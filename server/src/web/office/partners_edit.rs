//! Adding and changing a business system. Its areas are collected in the form: those chosen so far are boxes, one
//! more is picked below them; a form that was saved with one picked takes it, too.

use super::desk::Desk;
use super::halls_edit::conflict_of;
use super::partners::find;
use super::pick::{self, Kind};
use super::post::OfficePost;
use crate::web::body::Fields;
use app::office::components::{ChoiceView, ConflictField, ConflictView, conflict_page};
use app::office::partners::{PARTNERS, PartnerFormView, partner_form_page, partners_crumbs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::DisplayName;
use storage::{PartnerRow, PartnerScopeRow, StorageResult};
use usecases::{AreaAsk, By, MOST_CASES, MOST_REQUESTS, PartnerForm, PartnerKept, area_words};

/// Requests and cases in a minute that a new partner begins with.
const USUAL: (i64, i64) = (600, 6000);
/// Most areas of one partner.
const MOST_AREAS: usize = 50;
/// What no department is called.
const ALL_DEPARTMENTS: Option<&str> = Some("全部部门");

/// `GET /office/partners/new`
pub(super) async fn ask_new(desk: Desk) -> Response {
    let view = PartnerFormView {
        requests: (USUAL.0.to_string(), None),
        cases: (USUAL.1.to_string(), None),
        ..new_form()
    };
    fresh(&desk, view).await
}

/// `POST /office/partners/new`
pub(super) async fn add(sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let (view, form) = match read(&desk, &fields, new_form(), &[]).await {
        Ok((view, Some(form))) => (view, form),
        Ok((view, None)) => return again(&desk, view),
        Err(error) => return desk.failed(error),
    };
    match desk.web.service.add_partner(By::Officer(&desk.officer), &form).await {
        Ok(PartnerKept::Done(partner)) => desk.done(
            &format!("{PARTNERS}/{}", partner.id),
            &format!("已新增业务系统“{}”。下一步：发放接口密钥。", partner.name),
        ),
        Ok(refused) => again(&desk, faulted(view, refused)),
        Err(error) => desk.failed(error),
    }
}

/// `GET /office/partners/{partner}/edit`
pub(super) async fn ask_change(desk: Desk, Path(partner): Path<String>) -> Response {
    let partner = match find(&desk, &partner).await {
        Ok(partner) => partner,
        Err(response) => return response,
    };
    let scopes = match desk.web.service.db().partner_scopes(partner.id).await {
        Ok(scopes) => scopes,
        Err(error) => return desk.failed(error),
    };
    let view = PartnerFormView {
        name: (partner.name.clone(), None),
        requests: (partner.requests_per_minute.to_string(), None),
        cases: (partner.cases_per_minute.to_string(), None),
        notify: partner.notify_since.is_some(),
        areas: (scopes.iter().map(|row| ChoiceView::new(value(&ask_of(row)), words(row))).collect(), None),
        version: partner.version,
        ..change_form(&partner)
    };
    fresh(&desk, view).await
}

/// `POST /office/partners/{partner}/edit`
pub(super) async fn change(Path(partner): Path<String>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let before = match find(&desk, &partner).await {
        Ok(before) => before,
        Err(response) => return response,
    };
    let read = async {
        let known = desk.web.service.db().partner_scopes(before.id).await?;
        read(&desk, &fields, change_form(&before), &known).await
    };
    let (view, form) = match read.await {
        Ok((view, Some(form))) => (view, form),
        Ok((view, None)) => return again(&desk, view),
        Err(error) => return desk.failed(error),
    };
    let key = (before.id, view.version);
    match desk.web.service.change_partner(By::Officer(&desk.officer), key, &form).await {
        Ok(PartnerKept::Done(now)) => {
            desk.done(&format!("{PARTNERS}/{}", now.id), &format!("“{}”已保存。", now.name))
        }
        Ok(PartnerKept::Conflict(now)) => match conflict_view(&desk, &form, &view, now).await {
            Ok(view) => {
                desk.show(StatusCode::CONFLICT, PARTNERS, |ctx| conflict_page(ctx, partners_crumbs(), view))
            }
            Err(error) => desk.failed(error),
        },
        Ok(PartnerKept::NoSuch) => desk.missing(),
        Ok(refused) => again(&desk, faulted(view, refused)),
        Err(error) => desk.failed(error),
    }
}

/// The areas of one side travel together in one field: a form is read the same way from both pages.
async fn conflict_view(
    desk: &Desk,
    yours: &PartnerForm,
    shown: &PartnerFormView,
    now: PartnerRow,
) -> StorageResult<ConflictView> {
    let service = &desk.web.service;
    let mut scopes = service.db().partner_scopes(now.id).await?;
    scopes.sort_by_key(ask_of);
    let last = service.history("partner", &now.id.to_string()).await?.into_iter().next();
    let field = |name, label: &str, yours: (String, String), theirs: (String, String)| ConflictField {
        name,
        label: label.into(),
        yours: ChoiceView::new(yours.0, yours.1),
        theirs: ChoiceView::new(theirs.0, theirs.1),
    };
    let plain = |name, label: &str, yours: String, theirs: String| {
        field(name, label, (yours.clone(), yours), (theirs.clone(), theirs))
    };
    let notify = |on: bool| {
        let (value, words) = if on { ("1", "由好差评系统发送") } else { ("", "不发送") };
        (value.to_owned(), words.to_owned())
    };
    let mut areas = yours.areas.clone();
    areas.sort();
    let joined = |values: Vec<String>, words: Vec<String>| (values.join(";"), words.join("；"));
    let label = |area: &AreaAsk| {
        let known = shown.areas.0.iter().find(|choice| choice.value == value(area));
        known.map_or_else(|| value(area), |choice| choice.label.clone())
    };
    let fields = vec![
        plain("name", "系统名称", yours.name.clone(), now.name.clone()),
        plain(
            "requests",
            "每分钟请求数上限",
            yours.requests_per_minute.to_string(),
            now.requests_per_minute.to_string(),
        ),
        plain(
            "cases",
            "每分钟办件数上限",
            yours.cases_per_minute.to_string(),
            now.cases_per_minute.to_string(),
        ),
        field("notify", "短信通知办事人", notify(yours.notify), notify(now.notify_since.is_some())),
        field(
            "area",
            "推送范围",
            joined(areas.iter().map(value).collect(), areas.iter().map(label).collect()),
            joined(scopes.iter().map(|s| value(&ask_of(s))).collect(), scopes.iter().map(words).collect()),
        ),
    ];
    let path = format!("{PARTNERS}/{}", now.id);
    Ok(conflict_of(fields, now.name, now.version, last, path))
}

fn new_form() -> PartnerFormView {
    PartnerFormView {
        action: format!("{PARTNERS}/new"),
        cancel: PARTNERS.into(),
        ..PartnerFormView::default()
    }
}

fn change_form(partner: &PartnerRow) -> PartnerFormView {
    let path = format!("{PARTNERS}/{}", partner.id);
    PartnerFormView {
        of: Some(partner.name.clone()),
        action: format!("{path}/edit"),
        cancel: path,
        ..PartnerFormView::default()
    }
}

/// What a refusal is said beside.
fn faulted(mut view: PartnerFormView, refused: PartnerKept) -> PartnerFormView {
    match refused {
        PartnerKept::DivisionWrong => view.areas.1 = Some("范围里有已停用的区划，请取消打勾或另选。".into()),
        PartnerKept::DepartmentWrong => {
            view.areas.1 = Some("范围里有已停用的部门，请取消打勾或另选。".into())
        }
        PartnerKept::NoCreditCode(name) => {
            view.areas.1 = Some(format!(
                "“{name}”没有登记统一社会信用代码，它的办件无法核对。请先到部门页补登，或改选全部部门。"
            ));
        }
        _ => view.areas.1 = Some("请至少选择一个推送范围。".into()),
    }
    view
}

/// What the form says; while something is missing or searched for, the view to be shown again.
async fn read(
    desk: &Desk,
    fields: &Fields,
    mut view: PartnerFormView,
    known: &[PartnerScopeRow],
) -> StorageResult<(PartnerFormView, Option<PartnerForm>)> {
    let (web, officer) = (&desk.web, &desk.officer);
    view.version = fields.get("version").parse().unwrap_or(0);
    view.notify = fields.is_set("notify");
    view.name.0 = fields.get("name").trim().to_owned();
    view.requests.0 = fields.get("requests").trim().to_owned();
    view.cases.0 = fields.get("cases").trim().to_owned();
    let division = pick::take(web, officer, (Kind::Division, "division"), fields, None).await?;
    let place = (Kind::Department, "department");
    let department = pick::take(web, officer, place, fields, ALL_DEPARTMENTS).await?;
    let asks = division.asks || department.asks;
    let mut areas: Vec<AreaAsk> = fields.all("area").flat_map(|v| v.split(';')).filter_map(parse).collect();
    areas.truncate(MOST_AREAS);
    let adds = fields.get("find") == "area";
    let picked = picked(&division.view.value, &department.view.value);
    match picked {
        _ if asks => (view.division.0, view.department.0) = (division.view, department.view),
        Picked::Area(area) => {
            if areas.len() < MOST_AREAS && !areas.contains(&area) {
                areas.push(area);
            }
            view = pickers(desk, view).await?;
        }
        other => {
            if adds || matches!(other, Picked::Half) {
                view.division.1 = Some("请选择区划。".into());
            }
            (view.division.0, view.department.0) = (division.view, department.view);
        }
    }
    for area in &areas {
        view.areas.0.push(ChoiceView::new(value(area), label(desk, known, area).await?));
    }
    if asks || adds {
        return Ok((view, None));
    }
    let name = DisplayName::parse(&view.name.0, domain::name::UNIT);
    view.name.1 = name.as_ref().err().map(|fault| format!("{fault}。"));
    let requests = number(&mut view.requests, MOST_REQUESTS);
    let cases = number(&mut view.cases, MOST_CASES);
    if areas.is_empty() && view.division.1.is_none() {
        view.areas.1 = Some("请至少选择一个推送范围。".into());
    }
    if view.has_fault() {
        return Ok((view, None));
    }
    let form = name.ok().zip(requests.zip(cases)).map(|(name, (requests, cases))| PartnerForm {
        name: name.as_str().to_owned(),
        requests_per_minute: requests,
        cases_per_minute: cases,
        notify: view.notify,
        areas,
    });
    Ok((view, form))
}

fn number(field: &mut (String, Option<String>), most: i64) -> Option<i64> {
    let number = field.0.parse().ok().filter(|n| (1..=most).contains(n));
    field.1 = number.is_none().then(|| format!("请填写1–{most}之间的整数。"));
    number
}

/// An area as the form sends it: `370300000000`, or `370300000000:71000` for one department.
fn value(area: &AreaAsk) -> String {
    area.department.map_or_else(|| area.division.clone(), |id| format!("{}:{id}", area.division))
}

/// What is chosen in the two pickers.
enum Picked {
    Nothing,
    /// A department without a division, or what no picker offers.
    Half,
    Area(AreaAsk),
}

fn picked(division: &str, department: &str) -> Picked {
    let whole = if department.is_empty() { division.to_owned() } else { format!("{division}:{department}") };
    match parse(&whole) {
        Some(area) => Picked::Area(area),
        None if whole.is_empty() => Picked::Nothing,
        None => Picked::Half,
    }
}

fn parse(value: &str) -> Option<AreaAsk> {
    let (division, department) = match value.trim().split_once(':') {
        Some((division, department)) => (division, Some(department.parse().ok()?)),
        None => (value.trim(), None),
    };
    let is_code = division.len() == 12 && division.bytes().all(|b| b.is_ascii_digit());
    is_code.then(|| AreaAsk { division: division.to_owned(), department })
}

fn ask_of(row: &PartnerScopeRow) -> AreaAsk {
    AreaAsk { division: row.division_code.clone(), department: row.department_id }
}

fn words(row: &PartnerScopeRow) -> String {
    area_words(&row.division, &row.department)
}

/// An area in words: as it is stored with the partner, or as it can be picked.
async fn label(desk: &Desk, known: &[PartnerScopeRow], area: &AreaAsk) -> StorageResult<String> {
    if let Some(row) = known.iter().find(|row| ask_of(row) == *area) {
        return Ok(words(row));
    }
    let (db, scope) = (desk.web.service.db(), &desk.officer.scope);
    let division = db.picked_division(scope, &area.division).await?;
    let department = match area.department {
        Some(id) => {
            let found = db.picked_department(scope, id).await?;
            found.map_or_else(|| id.to_string(), |row| row.name)
        }
        None => String::new(),
    };
    Ok(area_words(&division.map_or_else(|| area.division.clone(), |row| row.name), &department))
}

/// Pickers with nothing chosen.
async fn pickers(desk: &Desk, mut view: PartnerFormView) -> StorageResult<PartnerFormView> {
    let (web, officer) = (&desk.web, &desk.officer);
    view.division.0 = pick::offer(web, officer, Kind::Division, "", None).await?;
    view.department.0 = pick::offer(web, officer, Kind::Department, "", ALL_DEPARTMENTS).await?;
    Ok(view)
}

async fn fresh(desk: &Desk, view: PartnerFormView) -> Response {
    match pickers(desk, view).await {
        Ok(view) => again(desk, view),
        Err(error) => desk.failed(error),
    }
}

/// The form: 422 where something is wrong with it.
fn again(desk: &Desk, view: PartnerFormView) -> Response {
    let status = if view.has_fault() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    desk.show(status, PARTNERS, |ctx| partner_form_page(ctx, view))
}
