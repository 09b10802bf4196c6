//! Items: the list, one item with its code taken apart, its earlier versions, and the form.

use super::OfficeContext;
use super::components::{
    ChecksField, ChoiceView, DefinitionList, DefinitionView, FieldView, FilterBar, FilterView, FormActions,
    HiddenFields, Input, OfficeLayout, PostForm, Section, SelectField, Table, TableView, TextField, Timeline,
    TimelineView, error_links, home_crumb,
};
use super::windows::export_links;
use crate::components::Tone;
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    items { zh: "事项" }
    lead { zh: "“6+1”依申请政务服务事项。办件按实施编码或业务办理项编码对应到事项。" }
    add { zh: "新增事项" }
    import { zh: "导入" }
    change { zh: "修改" }
    windows { zh: "办理窗口" }
    set_windows { zh: "设置办理窗口" }
    no_windows { zh: "还没有指定办理窗口。" }
    versions { zh: "历史版本" }
    retire { zh: "停用" }
    restore { zh: "恢复" }
    code_parts { zh: "编码构成" }
    warnings { zh: "请核对" }
    past { zh: "变动记录" }
    save { zh: "保存" }
    none_earlier { zh: "这个事项没有修改过，没有历史版本。" }
}
phrases! {
    change_title(name: &str) { zh: "修改“{name}”" }
    versions_title(name: &str) { zh: "“{name}”的历史版本" }
    versions_link(n: u64) { zh: "历史版本（{n}）" }
}

/// The way to a page below the list.
pub fn items_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((items().to_owned(), "/office/items".to_owned()));
    crumbs
}

/// The list.
#[derive(Debug, Clone)]
pub struct ItemsView {
    /// What it is narrowed by.
    pub filter: FilterView,
    /// The rows.
    pub table: TableView,
    /// May items be put in?
    pub may_edit: bool,
    /// The list as a workbook and as text.
    pub export: (String, String),
}

/// `GET /office/items`
pub fn items_page(ctx: OfficeContext, view: ItemsView) -> impl IntoView {
    let edit = view.may_edit.then(|| {
        view! {
            <a class="button" href="/office/items/new">{add()}</a>
            <a class="button button--plain" href="/office/import/items">{import()}</a>
        }
    });
    let actions = view! { {edit}{export_links(view.export)} }.into_any();
    view! {
        <OfficeLayout ctx title=items() crumbs=home_crumb() lead=lead() actions>
            <FilterBar view=view.filter/>
            <Table view=view.table/>
        </OfficeLayout>
    }
}

/// One item.
#[derive(Debug, Clone)]
pub struct ItemView {
    /// Its name.
    pub name: String,
    /// What looks wrong in it.
    pub warnings: Vec<String>,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// Its code taken apart.
    pub parts: Vec<DefinitionView>,
    /// Where it is handled, as (hall and window, path).
    pub windows: Vec<(String, String)>,
    /// Number of earlier versions.
    pub versions: u64,
    /// What has happened to it, newest first.
    pub past: Vec<TimelineView>,
    /// Path of its own page.
    pub path: String,
    /// May it be changed?
    pub may_edit: bool,
    /// Is it in use?
    pub in_use: bool,
}

/// `GET /office/items/{item}`
pub fn item_page(ctx: OfficeContext, view: ItemView) -> impl IntoView {
    let path = view.path;
    let acts = view.may_edit.then(|| match view.in_use {
        true => view! {
            <a class="button" href=format!("{path}/edit")>{change()}</a>
            <a class="button button--plain" href=format!("{path}/windows")>{set_windows()}</a>
            <a class="button button--plain" href=format!("{path}/retire")>{retire()}</a>
        }
        .into_any(),
        false => view! { <a class="button" href=format!("{path}/restore")>{restore()}</a> }.into_any(),
    });
    let earlier = (view.versions > 0).then(|| {
        let label = versions_link(view.versions);
        view! { <a class="button button--plain" href=format!("{path}/versions")>{label}</a> }
    });
    let actions = view! { {acts}{earlier} }.into_any();
    let parts = (!view.parts.is_empty())
        .then(|| view! { <Section title=code_parts()><DefinitionList rows=view.parts/></Section> });
    view! {
        <OfficeLayout ctx title=view.name crumbs=items_crumbs() actions>
            {warning_box(view.warnings)}
            <Section><DefinitionList rows=view.facts/></Section>
            {parts}
            <Section title=windows()>{window_links(view.windows)}</Section>
            <Section title=past()><Timeline entries=view.past/></Section>
        </OfficeLayout>
    }
}

fn warning_box(warnings_found: Vec<String>) -> Option<impl IntoView> {
    (!warnings_found.is_empty()).then(|| {
        let list = warnings_found.into_iter().map(|w| view! { <li>{w}</li> }).collect_view();
        view! { <div class=Tone::Warn.class()><p><b>{warnings()}</b></p><ul>{list}</ul></div> }
    })
}

fn window_links(links: Vec<(String, String)>) -> AnyView {
    if links.is_empty() {
        return view! { <p class="muted">{no_windows()}</p> }.into_any();
    }
    let links = links.into_iter().map(|(label, href)| view! { <li><a href=href>{label}</a></li> });
    view! { <ul>{links.collect_view()}</ul> }.into_any()
}

/// Earlier versions of an item.
#[derive(Debug, Clone)]
pub struct ItemVersionsView {
    /// Its name now.
    pub name: String,
    /// Its page.
    pub path: String,
    /// Each version: its heading, what it said.
    pub versions: Vec<(String, Vec<DefinitionView>)>,
}

/// `GET /office/items/{item}/versions`
pub fn item_versions_page(ctx: OfficeContext, view: ItemVersionsView) -> impl IntoView {
    let mut crumbs = items_crumbs();
    crumbs.push((view.name.clone(), view.path));
    let none = view.versions.is_empty().then(|| view! { <p class="muted">{none_earlier()}</p> });
    let list = view.versions.into_iter().map(|(title, rows)| {
        view! { <Section title><DefinitionList rows/></Section> }
    });
    view! {
        <OfficeLayout ctx title=versions_title(&view.name) crumbs>
            {none}
            {list.collect_view()}
        </OfficeLayout>
    }
}

/// The form of an item.
#[derive(Debug, Clone, Default)]
pub struct ItemFormView {
    /// The item that is changed; none: one is put in.
    pub of: Option<String>,
    /// Its fields in order.
    pub fields: Vec<(FieldView, ItemControl)>,
    /// Version.
    pub hidden: Vec<(String, String)>,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

/// How a field is filled in.
#[derive(Debug, Clone)]
pub enum ItemControl {
    /// A line of words.
    Words,
    /// A code.
    Code,
    /// A number.
    Number,
    /// One of a list; optional ones may stay empty.
    One(Vec<ChoiceView>),
    /// Any of several; the value holds codes joined by commas.
    Several(Vec<ChoiceView>),
}

/// `GET /office/items/new`, `GET /office/items/{item}/edit`, and a try that failed.
pub fn item_form_page(ctx: OfficeContext, view: ItemFormView) -> impl IntoView {
    let errors = error_links(view.fields.iter().map(|(field, _)| field));
    let title = view.of.map_or_else(|| add().to_owned(), |of| change_title(&of));
    let csrf = ctx.csrf.clone();
    let fields = view.fields.into_iter().map(|(field, control)| control_of(field, control)).collect_view();
    view! {
        <OfficeLayout ctx title crumbs=items_crumbs() errors>
            <Section>
                <PostForm action=view.action csrf>
                    <HiddenFields fields=view.hidden/>
                    {fields}
                    <FormActions primary=save() cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}

fn control_of(field: FieldView, control: ItemControl) -> AnyView {
    match control {
        ItemControl::Words => view! { <TextField field/> }.into_any(),
        ItemControl::Code => view! { <TextField field kind=Input::Code/> }.into_any(),
        ItemControl::Number => view! { <TextField field kind=Input::Number short=true/> }.into_any(),
        ItemControl::One(choices) if field.required => view! { <SelectField field choices/> }.into_any(),
        ItemControl::One(choices) => view! { <SelectField field choices blank="不填"/> }.into_any(),
        ItemControl::Several(choices) => {
            let ticked = field.value.split(',').map(str::to_owned).collect();
            view! { <ChecksField field choices ticked/> }.into_any()
        }
    }
}
