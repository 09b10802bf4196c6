//! The tree of divisions: one level at a time, one division with its two parents, and the forms that add or
//! change one.

use super::OfficeContext;
use super::components::{
    ChoiceView, DefaultButton, DefinitionList, DefinitionView, FieldView, FilterBar, FilterView, FormActions,
    HiddenFields, Input, OfficeLayout, PickField, PickView, PostForm, RadioField, Section, Table, TableView,
    TextField, Timeline, TimelineView, error_links, home_crumb,
};
use super::windows::export_links;
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    divisions { zh: "区划" }
    divisions_lead { zh: "市、区县（功能区）、镇（街道）、村（社区）四级。谁能看到哪里，按管理隶属算。" }
    add { zh: "新增区划" }
    name { zh: "区划名称" }
    code { zh: "区划代码" }
    code_hint { zh: "12位；区县可只填6位，镇（街道）可只填9位。代码决定级别和统计隶属，新增后不能修改。" }
    kind { zh: "类别" }
    plain { zh: "行政区划" }
    plain_hint { zh: "区县、镇（街道）或村（社区），代码以统计用区划代码为准。" }
    zone { zh: "功能区" }
    zone_hint { zh: "高新区、经济开发区等；国家标准没有代码，用本市约定的6位代码。" }
    zones_offered { zh: "本市约定的功能区代码（以市里最新规定为准）：" }
    manager { zh: "管理隶属" }
    manager_hint { zh: "由功能区等代管时选择；不选则与统计隶属相同。" }
    manager_same { zh: "与统计隶属相同" }
    save { zh: "保存" }
    change { zh: "修改" }
    retire { zh: "停用区划" }
    restore { zh: "恢复区划" }
    below { zh: "查看下级" }
    halls { zh: "本级大厅" }
    all_halls { zh: "含下级的全部大厅" }
    past { zh: "变动记录" }
}
phrases! {
    change_title(name: &str) { zh: "修改“{name}”" }
}

/// The way to a page below the list.
pub fn divisions_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((divisions().to_owned(), "/office/divisions".to_owned()));
    crumbs
}

/// A level of the tree, or what was searched for.
#[derive(Debug, Clone)]
pub struct DivisionsView {
    /// The division whose children are listed, by name; none: a search over all levels.
    pub title: Option<String>,
    /// The way down to it, as (label, path).
    pub way: Vec<(String, String)>,
    /// Page of that division.
    pub own: Option<String>,
    /// What it is narrowed by.
    pub filter: FilterView,
    /// The rows.
    pub table: TableView,
    /// Where a division is added below; none: it may not be.
    pub add: Option<String>,
    /// This list as a file: a workbook, and text.
    pub export: (String, String),
}

/// `GET /office/divisions`
pub fn divisions_page(ctx: OfficeContext, view: DivisionsView) -> impl IntoView {
    let add = view.add.map(|href| view! { <a class="button" href=href>{add()}</a> });
    let own = view.own.zip(view.title.clone()).map(|(href, name)| {
        view! { <a class="button button--plain" href=href>{name}</a> }
    });
    let actions = view! { {add}{own}{export_links(view.export)} }.into_any();
    let title = view.title.unwrap_or_else(|| divisions().to_owned());
    let mut crumbs = home_crumb();
    crumbs.extend(view.way);
    view! {
        <OfficeLayout ctx title crumbs lead=divisions_lead() actions>
            <FilterBar view=view.filter/>
            <Table view=view.table/>
        </OfficeLayout>
    }
}

/// One division.
#[derive(Debug, Clone)]
pub struct DivisionView {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The way down to it, as (label, path).
    pub way: Vec<(String, String)>,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// Halls that stand in it.
    pub halls: TableView,
    /// What has happened to it, newest first.
    pub past: Vec<TimelineView>,
    /// May it be changed?
    pub may_edit: bool,
    /// Is it in use?
    pub in_use: bool,
}

/// `GET /office/divisions/{division}`
pub fn division_page(ctx: OfficeContext, view: DivisionView) -> impl IntoView {
    let path = format!("/office/divisions/{}", view.code);
    let acts = view.may_edit.then(|| {
        let (label, verb) = if view.in_use { (retire(), "retire") } else { (restore(), "restore") };
        view! {
            <a class="button" href=format!("{path}/edit")>{change()}</a>
            <a class="button button--plain" href=format!("{path}/{verb}")>{label}</a>
        }
    });
    let list = format!("/office/divisions?below={}", view.code);
    let actions = view! { {acts}<a class="button button--plain" href=list>{below()}</a> }.into_any();
    let ways = format!("/office/halls?division={}", view.code);
    let ways = view! { <a href=ways>{all_halls()}</a> }.into_any();
    let mut crumbs = home_crumb();
    crumbs.extend(view.way);
    view! {
        <OfficeLayout ctx title=view.name crumbs actions>
            <Section><DefinitionList rows=view.facts/></Section>
            <Section title=halls() actions=ways><Table view=view.halls/></Section>
            <Section title=past()><Timeline entries=view.past/></Section>
        </OfficeLayout>
    }
}

/// The form of a division.
#[derive(Debug, Clone, Default)]
pub struct DivisionFormView {
    /// The division that is changed; none: one is added.
    pub of: Option<String>,
    /// Name typed or stored, and what is wrong with it.
    pub name: (String, Option<String>),
    /// Code typed, and what is wrong with it; of no account where one is changed.
    pub code: (String, Option<String>),
    /// A functional zone.
    pub is_zone: bool,
    /// Zones of the city that are not in the tree yet, as (label, path of the form filled in with it).
    pub zones: Vec<(String, String)>,
    /// Managing parent to choose, and what is wrong with it.
    pub manager: (PickView, Option<String>),
    /// The version that is changed.
    pub version: i64,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

/// `GET /office/divisions/new`, `GET /office/divisions/{division}/edit`, and a try that failed.
pub fn division_form_page(ctx: OfficeContext, view: DivisionFormView) -> impl IntoView {
    let field = FieldView::new("name", name()).required().max(100);
    let name_field = field.value(view.name.0).error(view.name.1);
    let field = FieldView::new("code", code()).required().hint(code_hint()).max(20);
    let code_field = field.value(view.code.0).error(view.code.1);
    let kind_field =
        FieldView::new("kind", kind()).required().value(if view.is_zone { "zone" } else { "division" });
    let manager_field = FieldView::new("manager", manager()).hint(manager_hint()).error(view.manager.1);
    let adds = view.of.is_none();
    let mut faults = vec![&name_field];
    faults.extend(adds.then_some(&code_field));
    faults.push(&manager_field);
    let errors = error_links(faults);
    let title = view.of.map_or_else(|| add().to_owned(), |of| change_title(&of));
    let hidden = vec![("version".to_owned(), view.version.to_string())];
    let csrf = ctx.csrf.clone();
    let choice = |value: &str, label: &str, hint: &str| ChoiceView {
        hint: Some(hint.to_owned()),
        ..ChoiceView::new(value, label)
    };
    let kinds = vec![choice("division", plain(), plain_hint()), choice("zone", zone(), zone_hint())];
    let offered = (adds && !view.zones.is_empty()).then(|| {
        let links = view.zones.into_iter().map(|(label, href)| view! { <li><a href=href>{label}</a></li> });
        view! { <div class="field"><p class="hint">{zones_offered()}</p><ul>{links.collect_view()}</ul></div> }
    });
    let new = adds.then(|| {
        view! { <RadioField field=kind_field choices=kinds/>{offered}<TextField field=code_field kind=Input::Code/> }
    });
    view! {
        <OfficeLayout ctx title crumbs=divisions_crumbs() errors>
            <Section>
                <PostForm action=view.action csrf>
                    <DefaultButton/>
                    <HiddenFields fields=hidden/>
                    {new}
                    <TextField field=name_field/>
                    <PickField field=manager_field view=view.manager.0/>
                    <FormActions primary=save() cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}
