//! The audit trail: the list with what it can be narrowed by, one entry, the file it leaves as, and its check.

use super::OfficeContext;
use super::components::{
    ActiveFilter, ChoiceView, DefinitionList, DefinitionView, FieldView, FormActions, HiddenFields,
    OfficeLayout, PostForm, Section, Table, TableView, TextAreaField, error_links,
};
use super::plain::{ActView, NoteView, acts, note};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    audit { zh: "操作记录" }
    audit_lead { zh: "管理端的每一次改动和每一次查看个人信息都在这里，只增不改。查看、导出、核对本身也有记录。" }
    from { zh: "从" }
    to { zh: "到" }
    who { zh: "账号" }
    act { zh: "操作" }
    kind { zh: "对象类别" }
    id { zh: "对象编号" }
    name { zh: "对象名称" }
    reason { zh: "事由" }
    all { zh: "全部" }
    find { zh: "查询" }
    active { zh: "已筛选" }
    clear { zh: "清除筛选" }
    remove { zh: "，取消这项筛选" }
    changed { zh: "改动" }
    field { zh: "字段" }
    before { zh: "原来" }
    after { zh: "现在" }
    export { zh: "导出操作记录" }
    export_lead { zh: "按下面的条件导出为 CSV 文件，每条带封印。导出会写入操作记录。" }
    conditions { zh: "导出条件" }
    export_reason { zh: "导出原因" }
    download { zh: "导出" }
    check { zh: "核对操作记录" }
    check_lead { zh: "逐条重算封印，看有没有人改动、删除或插入过记录。" }
    check_part { zh: "开始核对" }
    check_on { zh: "继续核对" }
}
phrases! {
    entry_title(seq: &str) { zh: "第 {seq} 条操作记录" }
}

/// The way to a page below the list.
pub fn audit_crumbs() -> Vec<(String, String)> {
    let mut crumbs = super::components::home_crumb();
    crumbs.push((audit().to_owned(), "/office/audit".to_owned()));
    crumbs
}

/// What the list is narrowed by, as typed.
#[derive(Debug, Clone, Default)]
pub struct AuditFilterView {
    /// First day, `2026-11-24`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Login, or what acted.
    pub who: String,
    /// Word of the act.
    pub act: String,
    /// Acts to choose from.
    pub acts: Vec<ChoiceView>,
    /// Kind of the object.
    pub kind: String,
    /// Kinds to choose from.
    pub kinds: Vec<ChoiceView>,
    /// Its id or code.
    pub id: String,
    /// Words in its name.
    pub name: String,
    /// Words in the reason.
    pub reason: String,
    /// What is set now.
    pub active: Vec<ActiveFilter>,
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct AuditListView {
    /// What it is narrowed by.
    pub filter: AuditFilterView,
    /// What can be done.
    pub acts: Vec<ActView>,
    /// Said above the rows.
    pub note: Option<NoteView>,
    /// The rows.
    pub table: TableView,
}

/// `GET /office/audit`
pub fn audit_page(ctx: OfficeContext, view: AuditListView) -> impl IntoView {
    let actions = acts(view.acts);
    view! {
        <OfficeLayout ctx title=audit() crumbs=super::components::home_crumb() lead=audit_lead() actions>
            {filter(view.filter)}
            {view.note.map(note)}
            <Table view=view.table/>
        </OfficeLayout>
    }
}

fn filter(view: AuditFilterView) -> impl IntoView {
    let AuditFilterView { from: first, to: last, who: login, act: chosen, acts, kind: of, kinds, .. } = view;
    let AuditFilterView { id: object, name: words, reason: why, active: set, .. } = view;
    view! {
        <form class="filter" method="get" action="/office/audit" role="search" aria-label=find()>
            <div class="filter__fields">
                {input("from", from(), "date", first)}
                {input("to", to(), "date", last)}
                {input("who", who(), "text", login)}
                {select("act", act(), acts, chosen)}
                {select("kind", kind(), kinds, of)}
                {input("id", id(), "text", object)}
                {input("name", name(), "text", words)}
                {input("reason", reason(), "text", why)}
                <button class="button button--plain">{find()}</button>
            </div>
            {(!set.is_empty()).then(|| chips(set))}
        </form>
    }
}

fn input(name: &'static str, label: &'static str, kind: &'static str, value: String) -> impl IntoView {
    let id = format!("filter-{name}");
    view! {
        <div class="filter__field">
            <label class="filter__label" for=id.clone()>{label}</label>
            <input class="input" type=kind id=id name=name value=value maxlength="60" autocomplete="off"/>
        </div>
    }
}

fn select(
    name: &'static str,
    label: &'static str,
    choices: Vec<ChoiceView>,
    chosen: String,
) -> impl IntoView {
    let id = format!("filter-{name}");
    let option = |c: ChoiceView| {
        let selected = c.value == chosen;
        view! { <option value=c.value selected=selected>{c.label}</option> }
    };
    view! {
        <div class="filter__field">
            <label class="filter__label" for=id.clone()>{label}</label>
            <select class="input" id=id name=name>
                <option value="">{all()}</option>
                {choices.into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

fn chips(set: Vec<ActiveFilter>) -> impl IntoView {
    let chip = |one: ActiveFilter| {
        view! {
            <li>
                <a class="chip" href=one.remove>
                    {one.label}<span class="chip__x" aria-hidden="true">"×"</span>
                    <span class="hidden">{remove()}</span>
                </a>
            </li>
        }
    };
    view! {
        <div class="filter__active">
            <span class="filter__label">{active()}</span>
            <ul class="chips">{set.into_iter().map(chip).collect_view()}</ul>
            <a class="filter__clear" href="/office/audit">{clear()}</a>
        </div>
    }
}

/// One entry.
#[derive(Debug, Clone, Default)]
pub struct AuditEntryView {
    /// Its number.
    pub seq: String,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// Field by field, what it was and what it became.
    pub changes: Option<TableView>,
}

/// `GET /office/audit/{entry}`
pub fn audit_entry_page(ctx: OfficeContext, view: AuditEntryView) -> impl IntoView {
    let changes = view.changes.map(|table| {
        view! { <Section title=changed()><Table view=table/></Section> }
    });
    view! {
        <OfficeLayout ctx title=entry_title(&view.seq) crumbs=audit_crumbs()>
            <Section><DefinitionList rows=view.facts/></Section>
            {changes}
        </OfficeLayout>
    }
}

/// What is exported.
#[derive(Debug, Clone, Default)]
pub struct AuditExportView {
    /// The conditions, in words.
    pub facts: Vec<DefinitionView>,
    /// The same, unseen.
    pub hidden: Vec<(String, String)>,
    /// Reason typed, and what is wrong with it.
    pub reason: (String, Option<String>),
    /// The list with these conditions.
    pub cancel: String,
}

/// `GET /office/audit/export`, and a try that failed.
pub fn audit_export_page(ctx: OfficeContext, view: AuditExportView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let field = FieldView::new("why", export_reason()).required().max(100);
    let field = field.value(view.reason.0).error(view.reason.1);
    let errors = error_links([&field]);
    view! {
        <OfficeLayout ctx title=export() crumbs=audit_crumbs() lead=export_lead() errors>
            <Section title=conditions()><DefinitionList rows=view.facts/></Section>
            <Section>
                <PostForm action="/office/audit/export" csrf>
                    <HiddenFields fields=view.hidden/>
                    <TextAreaField field rows=2/>
                    <FormActions primary=download() cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}

/// A check, before it, under way, or at its end.
#[derive(Debug, Clone, Default)]
pub struct AuditCheckView {
    /// What was found.
    pub note: Option<NoteView>,
    /// Entries, last seal; of this check or of the last one.
    pub facts: Vec<DefinitionView>,
    /// Where the next part begins; none at the end.
    pub next: Option<i64>,
}

/// `GET` and `POST /office/audit/check`
pub fn audit_check_page(ctx: OfficeContext, view: AuditCheckView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let facts = (!view.facts.is_empty()).then(|| {
        view! { <Section><DefinitionList rows=view.facts/></Section> }
    });
    let next = view.next.map(|after| {
        let hidden = vec![("after".to_owned(), after.to_string())];
        let label = if after == 0 { check_part() } else { check_on() };
        view! {
            <Section>
                <PostForm action="/office/audit/check" csrf>
                    <HiddenFields fields=hidden/>
                    <FormActions primary=label cancel="/office/audit"/>
                </PostForm>
            </Section>
        }
    });
    view! {
        <OfficeLayout ctx title=check() crumbs=audit_crumbs() lead=check_lead()>
            {view.note.map(note)}
            {facts}
            {next}
        </OfficeLayout>
    }
}

/// Heads of the table of changes.
pub fn change_heads() -> [&'static str; 3] {
    [field(), before(), after()]
}
