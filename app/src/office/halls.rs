//! Halls: the list, one hall with its windows and what has happened to it, and the form that opens or changes one.

use super::OfficeContext;
use super::components::{
    DefaultButton, DefinitionList, DefinitionView, FieldView, FilterBar, FilterView, FormActions,
    HiddenFields, OfficeLayout, PickField, PickView, PostForm, Section, Table, TableView, TextField,
    Timeline, TimelineView, error_links, home_crumb,
};
use super::windows::export_links;
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    halls { zh: "大厅" }
    halls_lead { zh: "政务服务中心、便民服务中心和便民服务点。" }
    open { zh: "新增大厅" }
    name { zh: "大厅名称" }
    name_hint { zh: "按“县区+街道（乡镇）+社区（村）”写全称，例如：张店区马尚街道便民服务中心。" }
    by_division { zh: "按区划填写名称" }
    address { zh: "地址" }
    address_hint { zh: "来办事的人能找到的地址，会显示在查找结果里。" }
    division { zh: "所在区划" }
    save { zh: "保存" }
    change { zh: "修改" }
    close { zh: "停用大厅" }
    reopen { zh: "恢复大厅" }
    plates { zh: "制作台牌" }
    windows { zh: "使用中的窗口" }
    all_windows { zh: "查看全部窗口" }
    open_window { zh: "新增窗口" }
    past { zh: "变动记录" }
}
phrases! {
    change_title(name: &str) { zh: "修改“{name}”" }
}

/// The way to a page below the list.
pub fn halls_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((halls().to_owned(), "/office/halls".to_owned()));
    crumbs
}

/// The list.
#[derive(Debug, Clone)]
pub struct HallsView {
    /// What it is narrowed by.
    pub filter: FilterView,
    /// The rows.
    pub table: TableView,
    /// May halls be opened?
    pub may_edit: bool,
    /// This list as a file: a workbook, and text.
    pub export: (String, String),
}

/// `GET /office/halls`
pub fn halls_page(ctx: OfficeContext, view: HallsView) -> impl IntoView {
    let edit = view.may_edit.then(|| view! { <a class="button" href="/office/halls/new">{open()}</a> });
    let actions = view! { {edit}{export_links(view.export)} }.into_any();
    view! {
        <OfficeLayout ctx title=halls() crumbs=home_crumb() lead=halls_lead() actions>
            <FilterBar view=view.filter/>
            <Table view=view.table/>
        </OfficeLayout>
    }
}

/// One hall.
#[derive(Debug, Clone)]
pub struct HallView {
    /// Its row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// Its windows in service, the first of them.
    pub windows: TableView,
    /// What has happened to it, newest first.
    pub past: Vec<TimelineView>,
    /// May it be changed?
    pub may_edit: bool,
    /// May windows be opened in it?
    pub may_open_windows: bool,
    /// May plates be printed for it?
    pub may_print: bool,
    /// Is it open?
    pub is_open: bool,
}

/// `GET /office/halls/{hall}`
pub fn hall_page(ctx: OfficeContext, view: HallView) -> impl IntoView {
    let (id, path) = (view.id, format!("/office/halls/{}", view.id));
    let print = (view.may_print && view.is_open).then(|| {
        view! { <a class="button" href=format!("/office/plates?hall={id}")>{plates()}</a> }
    });
    let acts = view.may_edit.then(|| {
        let (label, verb) = if view.is_open { (close(), "close") } else { (reopen(), "reopen") };
        view! {
            <a class="button button--plain" href=format!("{path}/edit")>{change()}</a>
            <a class="button button--plain" href=format!("{path}/{verb}")>{label}</a>
        }
    });
    let actions = view! { {print}{acts} }.into_any();
    let new = (view.may_open_windows && view.is_open).then(|| {
        view! { <a href=format!("/office/windows/new?hall={id}")>{open_window()}</a> }
    });
    let ways = view! { {new} <a href=format!("/office/windows?hall={id}")>{all_windows()}</a> }.into_any();
    view! {
        <OfficeLayout ctx title=view.name crumbs=halls_crumbs() actions>
            <Section><DefinitionList rows=view.facts/></Section>
            <Section title=windows() actions=ways><Table view=view.windows/></Section>
            <Section title=past()><Timeline entries=view.past/></Section>
        </OfficeLayout>
    }
}

/// The form of a hall.
#[derive(Debug, Clone, Default)]
pub struct HallFormView {
    /// The hall that is changed; none: one is opened.
    pub of: Option<String>,
    /// Division to choose, and what is wrong with it.
    pub division: (PickView, Option<String>),
    /// Name typed or stored, and what is wrong with it.
    pub name: (String, Option<String>),
    /// Address typed or stored, and what is wrong with it.
    pub address: (String, Option<String>),
    /// The version that is changed.
    pub version: i64,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

/// `GET /office/halls/new`, `GET /office/halls/{hall}/edit`, and a try that failed.
pub fn hall_form_page(ctx: OfficeContext, view: HallFormView) -> impl IntoView {
    let division_field = FieldView::new("division", division()).required().error(view.division.1);
    let field = FieldView::new("name", name()).required().hint(name_hint()).max(100);
    let name_field = field.value(view.name.0).error(view.name.1);
    let field = FieldView::new("address", address()).required().hint(address_hint()).max(100);
    let address_field = field.value(view.address.0).error(view.address.1);
    let errors = error_links([&division_field, &name_field, &address_field]);
    let title = view.of.map_or_else(|| open().to_owned(), |of| change_title(&of));
    let hidden = vec![("version".to_owned(), view.version.to_string())];
    let csrf = ctx.csrf.clone();
    view! {
        <OfficeLayout ctx title crumbs=halls_crumbs() errors>
            <Section>
                <PostForm action=view.action csrf>
                    <DefaultButton/>
                    <HiddenFields fields=hidden/>
                    <PickField field=division_field view=view.division.0/>
                    <TextField field=name_field/>
                    <p><button class="button button--plain button--small" name="find" value="name">{by_division()}</button></p>
                    <TextField field=address_field/>
                    <FormActions primary=save() cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}
