//! `/office/orders/{order}/{act}`: the form of an act, and doing it. Which acts there are, and who may do them when, is
//! not decided here.

use super::desk::Desk;
use super::order_words::{colour_cell, rating_rows};
use super::orders::unit_of;
use super::pick::{self, Kind};
use super::post::OfficePost;
use super::reasons::row_id;
use crate::web::body::Fields;
use app::components::Tone;
use app::office::components::{ChoiceView, DefinitionView, PickView};
use app::office::orders::{ORDERS, OrderActView, order_act_page};
use app::office::plain::NoteView;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::work_order::{Act, CallResult, Ground, Opinion};
use storage::{StorageResult, WorkOrderRow};
use usecases::work_orders::{ActAsk, OrderKept, needs_words};

/// Field of an opinion when nobody was reached.
const UNREACHED: &str = "unreached";

/// What a form was filled with, and what is wrong with it.
#[derive(Default)]
struct Typed {
    words: (String, Option<String>),
    told: (String, Option<String>),
    choice: (String, Option<String>),
    department: Option<(PickView, Option<String>)>,
}

/// The first act of this word: what goes with it comes from the form.
fn act_of(word: &str) -> Option<Act> {
    Act::every().into_iter().find(|act| act.kind().word == word)
}

/// Labels of the words an act needs: for officers, for the citizen.
const fn labels(act: Act) -> (Option<&'static str>, Option<&'static str>) {
    match act {
        Act::Accept => (None, None),
        Act::Contact => (Some("联系情况"), None),
        Act::Transfer => (Some("转办理由"), None),
        Act::Assign => (Some("指派理由"), None),
        Act::RectifyAtOnce => (Some("核实情况"), None),
        Act::RectifyPlanned => (Some("核实情况、原因和整改计划（记入台账）"), None),
        Act::Explain => (Some("核实情况和法定依据"), None),
        Act::Contest(_) => (Some("事实和证据"), None),
        Act::Finish { .. } => (Some("整改情况"), Some("整改结果")),
        Act::Explained => (Some("备注"), None),
        Act::Reply => (Some("备注"), Some("答复内容")),
        Act::AskMoreTime => (Some("为什么是复杂问题"), None),
        Act::GrantMoreTime | Act::RefuseMoreTime => (Some("理由"), None),
        Act::Exclude => (Some("审核情况"), Some("决定和理由")),
        Act::Keep | Act::Overturn => (Some("理由"), None),
        Act::CloseSupervised => (Some("督办结果"), None),
        Act::Call(_) => (Some("通话时间和内容"), None),
        Act::Judge(_) | Act::Object | Act::Settle => (None, None),
    }
}

/// `GET /office/orders/{order}/{act}`
pub(super) async fn ask(desk: Desk, Path((order, act)): Path<(String, String)>) -> Response {
    let (row, act) = match find(&desk, &order, &act).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let mut typed = Typed::default();
    if matches!(act, Act::Transfer | Act::Assign) {
        match pick::offer_city(&desk.web, Kind::Department, "").await {
            Ok(pick) => typed.department = Some((pick, None)),
            Err(error) => return desk.failed(error),
        }
    }
    form(&desk, StatusCode::OK, &row, act, typed, None)
}

/// The order, and the act if it is possible for her now.
async fn find(desk: &Desk, order: &str, act: &str) -> Result<(WorkOrderRow, Act), Response> {
    let (Some(id), Some(act)) = (row_id(order), act_of(act)) else { return Err(desk.missing()) };
    let found: StorageResult<_> = desk.web.service.order_for_act(&desk.officer, id, act).await;
    match found {
        Ok(Some(row)) => Ok((row, act)),
        Ok(None) => Err(desk.missing()),
        Err(error) => Err(desk.failed(error)),
    }
}

fn form(
    desk: &Desk,
    status: StatusCode,
    row: &WorkOrderRow,
    act: Act,
    typed: Typed,
    note: Option<NoteView>,
) -> Response {
    let path = format!("{ORDERS}/{}", row.id);
    let kind = act.kind();
    let (words, told) = labels(act);
    let mut facts = rating_rows(row);
    facts.push(DefinitionView::new("办理单位", unit_of(row)));
    facts.push(DefinitionView::new("期限", colour_cell(row, desk.web.service.world().now())));
    let opinions = || {
        let said = Opinion::ALL.map(|opinion| ChoiceView::new(opinion.word(), opinion.label()));
        said.into_iter().chain([ChoiceView::new(UNREACHED, "未接通")]).collect()
    };
    let grounds = || Ground::ALL.map(|ground| ChoiceView::new(ground.word(), ground.label())).to_vec();
    let (chosen, choice_fault) = typed.choice;
    let view = OrderActView {
        act: kind.label.to_owned(),
        number: row.number.clone(),
        facts,
        note,
        words: words.map(|label| (label, typed.words.0, typed.words.1)),
        words_required: needs_words(act),
        told: told.map(|label| (label, typed.told.0, typed.told.1)),
        department: typed.department,
        opinion: matches!(act, Act::Call(_)).then(|| (opinions(), chosen.clone(), choice_fault.clone())),
        ground: matches!(act, Act::Contest(_)).then(|| (grounds(), chosen, choice_fault)),
        version: row.version,
        action: format!("{path}/{}", kind.word),
        cancel: path,
    };
    desk.show(status, ORDERS, |ctx| order_act_page(ctx, view))
}

/// What the form makes of the act; nothing while a choice is missing.
fn chosen(act: Act, fields: &Fields) -> Option<Act> {
    match act {
        Act::Call(_) if fields.get("opinion") == UNREACHED => Some(Act::Call(CallResult::Unreached)),
        Act::Call(_) => {
            Opinion::from_word(fields.get("opinion")).map(|opinion| Act::Call(CallResult::Reached(opinion)))
        }
        Act::Contest(_) => Ground::from_word(fields.get("ground")).map(Act::Contest),
        act => Some(act),
    }
}

/// `POST /office/orders/{order}/{act}`
pub(super) async fn act(Path((order, act)): Path<(String, String)>, sent: OfficePost) -> Response {
    let (desk, fields) = sent.parts();
    let (row, act) = match find(&desk, &order, &act).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let text = |name: &str| fields.get(name).trim().to_owned();
    let name = if matches!(act, Act::Call(_)) { "opinion" } else { "ground" };
    let mut typed = Typed {
        words: (text("words"), None),
        told: (text("told"), None),
        choice: (text(name), None),
        department: None,
    };
    let mut department = None;
    if matches!(act, Act::Transfer | Act::Assign) {
        let taken = pick::take_city(&desk.web, (Kind::Department, "department"), &fields).await;
        let taken = match taken {
            Ok(taken) => taken,
            Err(error) => return desk.failed(error),
        };
        department = taken.view.value.parse().ok();
        typed.department = Some((taken.view, None));
        if taken.asks {
            return form(&desk, StatusCode::OK, &row, act, typed, None);
        }
    }
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let Some(full) = chosen(act, &fields) else {
        typed.choice.1 = Some("请选择一项。".into());
        return form(&desk, wrong, &row, act, typed, None);
    };
    let ask = ActAsk { act: full, words: text("words"), told: text("told"), department };
    let key = (row.id, fields.get("version").parse().unwrap_or(0));
    let warn = |title: &str, text: String| NoteView { tone: Tone::Warn, title: title.to_owned(), text };
    match desk.web.service.act_on_order(&desk.officer, key, &ask).await {
        Ok(OrderKept::Done(now)) => {
            let is_seen = desk.web.service.db().work_order(&desk.officer.scope, now.id).await;
            let to = match is_seen {
                Ok(Some(_)) => format!("{ORDERS}/{}", now.id),
                _ => ORDERS.to_owned(),
            };
            desk.done(
                &to,
                &format!("{}：{}，现在是“{}”。", now.number, full.kind().label, now.order().state.label()),
            )
        }
        Ok(OrderKept::Conflict(now)) => {
            let said =
                format!("您打开之后，别人办理过它，现在是“{}”。请核对后再提交。", now.order().state.label());
            form(&desk, StatusCode::CONFLICT, &now, act, typed, Some(warn("没有提交", said)))
        }
        Ok(OrderKept::Refused(why)) => form(
            &desk,
            StatusCode::CONFLICT,
            &row,
            act,
            typed,
            Some(warn("不能这样办理", format!("{why}。"))),
        ),
        Ok(OrderKept::WordsWrong) => {
            typed.words.1 = Some("请写明情况，2至1000字。".into());
            form(&desk, wrong, &row, act, typed, None)
        }
        Ok(OrderKept::ToldWrong) => {
            typed.told.1 = Some("请写给办事人看，2至1000字。".into());
            form(&desk, wrong, &row, act, typed, None)
        }
        Ok(OrderKept::DepartmentWrong) => {
            if let Some((_, fault)) = &mut typed.department {
                *fault = Some("请选择另一个在用的部门。".into());
            }
            form(&desk, wrong, &row, act, typed, None)
        }
        Ok(OrderKept::NoSuch) => desk.missing(),
        Err(error) => desk.failed(error),
    }
}
