//! Work orders in the words of the office: facts, colours, acts, events.

use super::orders::unit_of;
use app::components::Tone;
use app::office::components::{Cell, DefinitionView, TimelineView};
use domain::work_order::{Act, Contest, Disposition, Event, MoreTime, Opinion, State};
use domain::{IndicatorTable, Level, Millis};
use storage::{WorkOrderEvent, WorkOrderRow};

/// An act's name.
pub(super) fn act_label(word: &str) -> &str {
    for (known, label) in [
        ("open", "开出整改单"),
        ("see_phone", "查看手机号"),
        ("orphaned", "办理单位已停用，转大厅或市里"),
        ("matched", "关联到办件，转办理单位"),
    ] {
        if word == known {
            return label;
        }
    }
    Act::every().into_iter().map(Act::kind).find(|kind| kind.word == word).map_or(word, |kind| kind.label)
}

/// The end of the limit with its colour, in words; once the citizen has her answer, when that was.
pub(super) fn colour_cell(order: &WorkOrderRow, now: Millis) -> Cell {
    let state = order.order().state;
    if !state.is_timed() {
        let at = order.closed_at.or(order.answered_at).unwrap_or(order.due_at);
        return Cell::Muted(Millis(at).date_in_words());
    }
    let last = Millis(order.due_at).plus(-1).date_in_words();
    let left = (order.due_at - now.0).max(0) / 86_400_000;
    match () {
        () if now.0 >= order.due_at => {
            Cell::Badge { text: format!("已超期，{last}止"), tone: Tone::Error }
        }
        () if now.0 >= order.yellow_at => {
            Cell::Badge { text: format!("临近期限，{last}止"), tone: Tone::Warn }
        }
        () => Cell::Two { text: format!("{last}止"), sub: format!("还有 {left} 天") },
    }
}

/// When it was rated: of an anonymous person the day alone.
fn moment(order: &WorkOrderRow, at: i64) -> String {
    if order.anonymous { Millis(at).date_in_words() } else { Millis(at).minute_in_words() }
}

/// What was rated, and how. Of an anonymous person no number and no minute: these would be her name.
pub(super) fn rating_rows(order: &WorkOrderRow) -> Vec<DefinitionView> {
    let table = u16::try_from(order.indicator_version).ok().and_then(IndicatorTable::of);
    let label = |code: &str| table.and_then(|t| t.find(code)).map_or(code.to_owned(), |i| i.label.to_owned());
    let indicators: Vec<String> =
        order.indicators.split(',').filter(|code| !code.is_empty()).map(label).collect();
    let level = u8::try_from(order.level).ok().and_then(Level::from_stars);
    let when = moment(order, order.rated_at);
    let mut rows = vec![
        DefinitionView::new("等级", level.map_or("", Level::name)),
        DefinitionView::new("选择的原因", Cell::Muted(indicators.join("；"))),
        DefinitionView::new("文字评价", Cell::Muted(order.words.clone().unwrap_or_default())),
        DefinitionView::new("评价时间", when),
    ];
    if let Some(item) = &order.item_name {
        rows.push(DefinitionView::new("事项", item.as_str()));
    }
    if let Some(window) = &order.window_name {
        let hall = order.hall.clone().unwrap_or_default();
        rows.push(DefinitionView::new("窗口", format!("{hall} {window}").trim().to_owned()));
    }
    let who = match (order.anonymous, &order.project_no) {
        (true, _) => "匿名".to_owned(),
        (false, Some(number)) => format!("实名，申办号 {number}"),
        (false, None) if order.real_name => "实名".to_owned(),
        (false, None) => "未关联办件".to_owned(),
    };
    rows.push(DefinitionView::new("评价人", who));
    if order.late {
        rows.push(DefinitionView::new("逾期", "超过评价期限后给出，不计入统计，照常整改"));
    }
    rows
}

/// Where the order stands.
pub(super) fn state_rows(order: &WorkOrderRow, now: Millis) -> Vec<DefinitionView> {
    let rules = order.order();
    let state = match (order.round, rules.state) {
        (1, state) | (_, state @ (State::Redo | State::Supervised)) => state.label().to_owned(),
        (2, state) => format!("{}（重办）", state.label()),
        (_, state) => format!("{}（督办）", state.label()),
    };
    let mut rows = vec![
        DefinitionView::new("办理进度", state),
        DefinitionView::new("办理单位", unit_of(order)),
        DefinitionView::new("收到", moment(order, order.opened_at)),
        DefinitionView::new("期限", colour_cell(order, now)),
    ];
    if order.provisional {
        rows.push(DefinitionView::new("期限说明", "涉及尚未公布放假安排的年份，公布后可能变动"));
    }
    let more_time = match rules.more_time {
        MoreTime::Never => None,
        MoreTime::Asked => Some("已申请延期，待市民投诉中心决定"),
        MoreTime::Granted => Some("复杂问题，已同意延期"),
        MoreTime::Refused => Some("申请延期，未同意"),
    };
    let contest = match rules.contest {
        Contest::Never => None,
        Contest::Asked => Some("已申请不予采纳，待市民投诉中心审核"),
        Contest::Kept => Some("经审核，评价有效"),
        Contest::Excluded => Some("不予采纳，不计入考核"),
    };
    let disposition = rules.disposition.filter(|d| *d != Disposition::Excluded).map(Disposition::label);
    let opinion = rules.opinion.map(Opinion::label);
    let contacted = (!rules.contacted && rules.state.is_timed()).then_some("还没有登记");
    for (term, value) in [
        ("首次联系", contacted),
        ("处理方式", disposition),
        ("延期", more_time),
        ("审核", contest),
        ("对答复的评价", opinion),
    ] {
        rows.extend(value.map(|value| DefinitionView::new(term, value)));
    }
    if let Some(answer) = &order.answer {
        rows.push(DefinitionView::new("答复", answer.as_str()));
    }
    rows
}

/// What time did, in the course of things.
pub(super) fn event_words(event: &WorkOrderEvent) -> TimelineView {
    let known = Event::from_word(&event.event);
    let tone = match known {
        Some(Event::Yellow | Event::ContactMissed) => Tone::Warn,
        _ => Tone::Error,
    };
    TimelineView {
        at: Millis(event.due_at).to_china_text(),
        who: "系统".into(),
        what: known.map_or_else(|| event.event.clone(), |event| event.label().to_owned()),
        tone,
        details: Vec::new(),
    }
}
