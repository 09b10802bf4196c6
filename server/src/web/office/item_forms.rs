//! What can be done with an item: put in, change, retire, restore.

use super::answer::{Answer, Refusal, row_id};
use super::desk::Desk;
use super::items::{PATH, find, type_choices};
use super::post::OfficePost;
use crate::web::body::Fields;
use app::office::components::{
    ChoiceView, ConfirmView, ConflictField, ConflictView, FieldView, confirm_page, conflict_page,
};
use app::office::items::{ItemControl, ItemFormView, item_form_page, items_crumbs};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::code_tables::{ExerciseLevel, HandleForm, LimitUnit, ServiceObject, StandardCaseKind};
use domain::item::{ItemField, ItemRecord};
use domain::{DisplayName, Millis};
use std::collections::HashMap;
use storage::{ItemContent, ItemRow};
use usecases::{ItemKept, item_cells, item_content};

/// Most departments to choose from; a better picker goes here.
const DEPARTMENTS: i64 = 1000;
const PLACE_WRONG: &str = "请选择您管理范围内、未停用的部门。";
const DEPARTMENT: &str = "department";

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    cells: HashMap<ItemField, String>,
    department: String,
    faults: HashMap<&'static str, String>,
}

/// `GET /office/items/new`
pub(super) async fn ask_new(desk: Desk) -> Answer {
    form(&desk, StatusCode::OK, None, 0, Typed::default()).await
}

/// `POST /office/items/new`
pub(super) async fn add(sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let mut typed = Typed::of(&fields, None);
    if let Some((record, department)) = typed.read(&desk) {
        match desk.ok(desk.web.service.add_item(&desk.officer, &record, department).await)? {
            ItemKept::Done(item) => {
                let said = format!("已新增事项“{}”。", item.content.name);
                return Ok(desk.done(&format!("{PATH}/{}", item.code), &said));
            }
            ItemKept::Taken => typed.fault(
                ItemField::TaskCode.name(),
                "这个编码已经登记过。如在列表中找不到，它属于其他部门或区划，请联系上级管理员。",
            ),
            ItemKept::Conflict(_) | ItemKept::NoSuch | ItemKept::PlaceWrong => {
                typed.fault(DEPARTMENT, PLACE_WRONG);
            }
        }
    }
    form(&desk, StatusCode::UNPROCESSABLE_ENTITY, None, 0, typed).await
}

/// `GET /office/items/{item}/edit`
pub(super) async fn ask_change(desk: Desk, Path(item): Path<String>) -> Answer {
    let item = find(&desk, &item).await?;
    let department = item.content.department_id.map(|d| d.to_string()).unwrap_or_default();
    let typed = Typed { cells: item_cells(&item), department, ..Typed::default() };
    let version = item.version;
    form(&desk, StatusCode::OK, Some(&item), version, typed).await
}

/// `POST /office/items/{item}/edit`
pub(super) async fn change(Path(item): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let before = find(&desk, &item).await?;
    let version = row_id(fields.get("version"));
    let mut typed = Typed::of(&fields, Some(&before.code));
    if let Some((record, department)) = typed.read(&desk) {
        let key = (before.code.as_str(), version);
        match desk.ok(desk.web.service.change_item(&desk.officer, key, &record, department).await)? {
            ItemKept::Done(item) => {
                let said = format!("“{}”已保存。", item.content.name);
                return Ok(desk.done(&format!("{PATH}/{}", item.code), &said));
            }
            ItemKept::Conflict(now) => return conflict(&desk, &item_content(&record, department), now).await,
            ItemKept::NoSuch | ItemKept::Taken => return Ok(desk.missing()),
            ItemKept::PlaceWrong => typed.fault(DEPARTMENT, PLACE_WRONG),
        }
    }
    form(&desk, StatusCode::UNPROCESSABLE_ENTITY, Some(&before), version, typed).await
}

impl Typed {
    /// The code of an item does not change: it is what cases refer to.
    fn of(fields: &Fields, code: Option<&str>) -> Typed {
        let cell = |field: &ItemField| {
            let values: Vec<&str> =
                fields.all(field.name()).map(str::trim).filter(|v| !v.is_empty()).collect();
            (*field, values.join(","))
        };
        let mut cells: HashMap<ItemField, String> = ItemField::ALL.iter().map(cell).collect();
        if let Some(code) = code {
            cells.insert(ItemField::TaskCode, code.to_owned());
        }
        Typed { cells, department: fields.get(DEPARTMENT).to_owned(), faults: HashMap::new() }
    }

    fn fault(&mut self, name: &'static str, sentence: impl Into<String>) {
        self.faults.entry(name).or_insert_with(|| sentence.into());
    }

    /// The checked item; what is wrong is noted field by field.
    fn read(&mut self, desk: &Desk) -> Option<(ItemRecord, Option<i64>)> {
        let rule = desk.web.service.settings().items;
        let parsed = {
            let cells = &self.cells;
            ItemRecord::parse(|field| cells.get(&field).map_or("", String::as_str), &rule)
        };
        let department: Option<i64> = self.department.parse().ok();
        if department.is_none() {
            self.fault(DEPARTMENT, "请选择部门。");
        }
        let name = self.cells.get(&ItemField::TaskName).cloned().unwrap_or_default();
        if !name.is_empty()
            && let Err(error) = DisplayName::parse(&name, 200)
        {
            self.fault(ItemField::TaskName.name(), format!("{error}。"));
        }
        match parsed {
            Ok(record) if self.faults.is_empty() => Some((record, department)),
            Ok(_) => None,
            Err(errors) => {
                for error in errors {
                    self.fault(error.field.name(), format!("{}{}。", error.field.label(), error.rule));
                }
                None
            }
        }
    }
}

async fn form(desk: &Desk, status: StatusCode, item: Option<&ItemRow>, version: i64, typed: Typed) -> Answer {
    let departments = departments(desk, item).await?;
    let path = item.map(|item| format!("{PATH}/{}", item.code));
    let view = ItemFormView {
        of: item.map(|item| item.content.name.clone()),
        fields: controls(desk, item.is_none(), departments, &typed),
        hidden: item.map(|_| ("version".to_owned(), version.to_string())).into_iter().collect(),
        action: path.as_ref().map_or_else(|| format!("{PATH}/new"), |path| format!("{path}/edit")),
        cancel: path.unwrap_or_else(|| PATH.to_owned()),
    };
    Ok(desk.screen(status, PATH, |ctx| item_form_page(ctx, view)))
}

async fn departments(desk: &Desk, item: Option<&ItemRow>) -> Result<Vec<ChoiceView>, Refusal> {
    let db = desk.web.service.db();
    let found = desk.ok(db.item_departments(&desk.officer.scope, None, DEPARTMENTS).await)?;
    let mut choices: Vec<ChoiceView> =
        found.into_iter().map(|(id, name)| ChoiceView::new(id.to_string(), name)).collect();
    // A department that was closed stays the item's until it gets another.
    if let Some((id, name)) = item.and_then(|i| Some((i.content.department_id?.to_string(), &i.department)))
        && !choices.iter().any(|c| c.value == id)
    {
        choices.insert(0, ChoiceView::new(id, name));
    }
    Ok(choices)
}

macro_rules! table {
    ($table:ty) => {
        <$table>::ALL.iter().map(|v| ChoiceView::new(v.code(), v.label())).collect::<Vec<_>>()
    };
}

/// Every field with how it is filled in, in the order of the list of items.
fn controls(
    desk: &Desk,
    is_new: bool,
    departments: Vec<ChoiceView>,
    typed: &Typed,
) -> Vec<(FieldView, ItemControl)> {
    use ItemControl as C;
    use ItemField as F;
    let field = |field: ItemField, max: u16| {
        let value = typed.cells.get(&field).cloned().unwrap_or_default();
        let view = FieldView::new(field.name(), field.label()).value(value);
        let view = if max > 0 { view.max(max) } else { view };
        view.error(typed.faults.get(field.name()).cloned())
    };
    let rule = desk.web.service.settings().items;
    let lengths = match rule.handle_signs {
        0 => format!("{}至{}位字母和数字。", rule.shortest, rule.longest),
        more => format!("实施编码{}位，或业务办理项编码{}位。", rule.longest, rule.longest + more),
    };
    let department = FieldView::new(DEPARTMENT, "部门").required().value(&typed.department);
    let department = department.error(typed.faults.get(DEPARTMENT).cloned());
    let code = is_new.then(|| {
        let hint = format!("{lengths}保存后不能修改：办件按它对应到事项。");
        (field(F::TaskCode, 80).required().hint(hint).autofocus(), C::Code)
    });
    let rest = [
        (field(F::TaskName, 200).required(), C::Words),
        (field(F::TaskType, 0).required(), C::One(type_choices())),
        (department, C::One(departments)),
        (field(F::DeptCode, 30).hint("18位。不填时以编码前18位为准。"), C::Code),
        (field(F::ExerciseLevel, 0).hint("不填时以编码第19位为准。"), C::One(table!(ExerciseLevel))),
        (field(F::ProjectType, 0), C::One(table!(StandardCaseKind))),
        (field(F::PromiseDay, 3), C::Number),
        (field(F::PromiseType, 0), C::One(table!(LimitUnit))),
        (field(F::AnticipateDay, 3), C::Number),
        (field(F::AnticipateType, 0), C::One(table!(LimitUnit))),
        (field(F::ServiceObject, 0), C::Several(table!(ServiceObject))),
        (field(F::HandleForm, 0), C::Several(table!(HandleForm))),
        (field(F::SubMatter, 200), C::Words),
    ];
    code.into_iter().chain(rest).collect()
}

/// Two people edited one item: what differs is shown side by side, and she chooses again.
async fn conflict(desk: &Desk, yours: &ItemContent, now: ItemRow) -> Answer {
    let last = desk.ok(desk.web.service.history("item", &now.code).await)?.into_iter().next();
    let departments = departments(desk, Some(&now)).await?;
    let mine = ItemRow { content: yours.clone(), ..now.clone() };
    let (mine, theirs) = (item_cells(&mine), item_cells(&now));
    let value = |cells: &HashMap<ItemField, String>, field: &ItemField| {
        let text = cells.get(field).cloned().unwrap_or_default();
        ChoiceView::new(&text, words_of(*field, &text))
    };
    let named = |id: Option<i64>| {
        let id = id.map(|id| id.to_string()).unwrap_or_default();
        departments.iter().find(|c| c.value == id).cloned().unwrap_or_else(|| ChoiceView::new(id, "？"))
    };
    let fields = ItemField::ALL.iter().filter(|f| **f != ItemField::TaskCode).map(|f| ConflictField {
        name: f.name(),
        label: f.label().into(),
        yours: value(&mine, f),
        theirs: value(&theirs, f),
    });
    let department = ConflictField {
        name: DEPARTMENT,
        label: "部门".into(),
        yours: named(yours.department_id),
        theirs: named(now.content.department_id),
    };
    let (agreed, fields): (Vec<_>, Vec<_>) =
        fields.chain([department]).partition(|f| f.yours.value == f.theirs.value);
    let mut hidden = vec![("version".to_owned(), now.version.to_string())];
    hidden.extend(agreed.into_iter().map(|f| (f.name.to_owned(), f.theirs.value)));
    let path = format!("{PATH}/{}", now.code);
    let view = ConflictView {
        title: now.content.name,
        by: last.as_ref().map(|row| row.actor.clone()).unwrap_or_default(),
        at: last.map(|row| Millis(row.at).to_china_text()).unwrap_or_default(),
        fields,
        action: format!("{path}/edit"),
        hidden,
        cancel: path,
    };
    Ok(desk.screen(StatusCode::CONFLICT, PATH, |ctx| conflict_page(ctx, items_crumbs(), view)))
}

/// Codes of a field in the words of their table.
fn words_of(field: ItemField, text: &str) -> String {
    let name = |code: &str| match field {
        ItemField::TaskType => Some(super::items::type_label(code)),
        ItemField::ProjectType => StandardCaseKind::from_code(code).map(StandardCaseKind::label),
        ItemField::PromiseType | ItemField::AnticipateType => {
            LimitUnit::from_code(code).map(LimitUnit::label)
        }
        ItemField::ServiceObject => ServiceObject::from_code(code).map(ServiceObject::label),
        ItemField::ExerciseLevel => ExerciseLevel::from_code(code).map(ExerciseLevel::label),
        ItemField::HandleForm => HandleForm::from_code(code).map(HandleForm::label),
        _ => None,
    };
    let names: Option<Vec<&str>> = text.split(',').map(name).collect();
    names.map_or_else(|| text.to_owned(), |names| names.join("、"))
}

/// `GET /office/items/{item}/retire`
pub(super) async fn ask_retire(desk: Desk, Path(item): Path<String>) -> Answer {
    let item = find(&desk, &item).await?;
    Ok(ask(&desk, StatusCode::OK, &item, true, None))
}

/// `GET /office/items/{item}/restore`
pub(super) async fn ask_restore(desk: Desk, Path(item): Path<String>) -> Answer {
    let item = find(&desk, &item).await?;
    Ok(ask(&desk, StatusCode::OK, &item, false, None))
}

fn ask(desk: &Desk, status: StatusCode, item: &ItemRow, retires: bool, fault: Option<String>) -> Response {
    let path = format!("{PATH}/{}", item.code);
    let sentences = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect();
    let (act, verb, does, does_not) = if retires {
        (
            "停用",
            "retire",
            sentences(&["窗口不再能选用这个事项"]),
            sentences(&["以前的办件和评价仍对应到它", "历史版本仍可查看，以后可以恢复"]),
        )
    } else {
        ("恢复", "restore", sentences(&["窗口可以重新选用这个事项"]), Vec::new())
    };
    let reason = FieldView::new("reason", "事由").hint("例如：事项已取消、已合并。").error(fault);
    let view = ConfirmView {
        title: format!("{act}“{}”？", item.content.name),
        about: item.code.clone(),
        does,
        does_not,
        reason: Some(if retires { reason.required() } else { reason }),
        action: format!("{path}/{verb}"),
        hidden: vec![("version".into(), item.version.to_string())],
        act: act.into(),
        danger: retires,
        cancel: path,
    };
    desk.screen(status, PATH, |ctx| confirm_page(ctx, items_crumbs(), view))
}

/// `POST /office/items/{item}/retire`
pub(super) async fn retire(Path(item): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let item = find(&desk, &item).await?;
    if fields.get("reason").trim().is_empty() {
        let fault = Some("请填写事由。".to_owned());
        return Ok(ask(&desk, StatusCode::UNPROCESSABLE_ENTITY, &item, true, fault));
    }
    set_retired(&desk, &item, &fields, true).await
}

/// `POST /office/items/{item}/restore`
pub(super) async fn restore(Path(item): Path<String>, sent: OfficePost) -> Answer {
    let (desk, fields) = sent.parts();
    let item = find(&desk, &item).await?;
    set_retired(&desk, &item, &fields, false).await
}

async fn set_retired(desk: &Desk, item: &ItemRow, fields: &Fields, retired: bool) -> Answer {
    let key = (item.code.as_str(), row_id(fields.get("version")));
    let done = desk.web.service.retire_item(&desk.officer, key, retired, fields.get("reason")).await;
    Ok(match desk.ok(done)? {
        ItemKept::Done(now) => {
            let act = if retired { "已停用" } else { "已恢复" };
            desk.done(&format!("{PATH}/{}", now.code), &format!("“{}”{act}。", now.content.name))
        }
        ItemKept::Conflict(now) => {
            desk.impossible(&format!("“{}”刚刚被别人改过，请看过现在的内容再决定。", now.content.name))
        }
        ItemKept::NoSuch | ItemKept::PlaceWrong | ItemKept::Taken => desk.missing(),
    })
}
