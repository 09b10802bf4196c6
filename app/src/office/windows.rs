//! Windows: the list, one window with what has happened to it, and the form that opens or changes one.

use super::OfficeContext;
use super::components::{
    DefaultButton, DefinitionList, DefinitionView, FieldView, FilterBar, FilterView, FormActions,
    HiddenFields, OfficeLayout, PickField, PickView, PostForm, Section, Table, TableView, TextField,
    Timeline, TimelineView, error_links, home_crumb,
};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    windows { zh: "窗口" }
    windows_lead { zh: "每个窗口有一个不变的窗口码，印在台牌的二维码下方。" }
    open { zh: "新增窗口" }
    import { zh: "导入" }
    export_xlsx { zh: "导出 Excel" }
    export_csv { zh: "导出 CSV" }
    name { zh: "窗口名称" }
    name_hint { zh: "与现场悬挂的名称一致，例如：3号 不动产登记窗口。" }
    hall { zh: "大厅" }
    department { zh: "部门" }
    save { zh: "保存" }
    change { zh: "修改" }
    withdraw { zh: "撤销窗口" }
    reopen { zh: "恢复窗口" }
    past { zh: "变动记录" }
    to_rate { zh: "打开评价页" }
}
phrases! {
    change_title(name: &str) { zh: "修改“{name}”" }
}

/// The way to a page below the list.
pub fn windows_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((windows().to_owned(), "/office/windows".to_owned()));
    crumbs
}

/// The list.
#[derive(Debug, Clone)]
pub struct WindowsView {
    /// What it is narrowed by.
    pub filter: FilterView,
    /// The rows.
    pub table: TableView,
    /// May windows be opened and imported?
    pub may_edit: bool,
    /// This list as a file: a workbook, and text.
    pub export: (String, String),
}

/// `GET /office/windows`
pub fn windows_page(ctx: OfficeContext, view: WindowsView) -> impl IntoView {
    let edit = view.may_edit.then(|| {
        view! {
            <a class="button" href="/office/windows/new">{open()}</a>
            <a class="button button--plain" href="/office/import/windows">{import()}</a>
        }
    });
    let actions = view! { {edit}{export_links(view.export)} }.into_any();
    view! {
        <OfficeLayout ctx title=windows() crumbs=home_crumb() lead=windows_lead() actions>
            <FilterBar view=view.filter/>
            <Table view=view.table/>
        </OfficeLayout>
    }
}

/// The list as a file, in either form.
pub(super) fn export_links((xlsx, csv): (String, String)) -> impl IntoView {
    view! {
        <a class="button button--plain" href=xlsx download>{export_xlsx()}</a>
        <a class="button button--plain" href=csv download>{export_csv()}</a>
    }
}

/// One window.
#[derive(Debug, Clone)]
pub struct WindowView {
    /// Its name.
    pub name: String,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// What has happened to it, newest first.
    pub past: Vec<TimelineView>,
    /// Its rating page.
    pub rate: String,
    /// Path of its own page, where it may be changed.
    pub edit: Option<String>,
    /// Is it in service?
    pub in_service: bool,
}

/// `GET /office/windows/{window}`
pub fn window_page(ctx: OfficeContext, view: WindowView) -> impl IntoView {
    let acts = view.edit.map(|path| {
        let (label, verb) = if view.in_service { (withdraw(), "withdraw") } else { (reopen(), "reopen") };
        view! {
            <a class="button" href=format!("{path}/edit")>{change()}</a>
            <a class="button button--plain" href=format!("{path}/{verb}")>{label}</a>
        }
    });
    let actions =
        view! { {acts}<a class="button button--plain" href=view.rate target="_blank">{to_rate()}</a> }
            .into_any();
    view! {
        <OfficeLayout ctx title=view.name crumbs=windows_crumbs() actions>
            <Section><DefinitionList rows=view.facts/></Section>
            <Section title=past()><Timeline entries=view.past/></Section>
        </OfficeLayout>
    }
}

/// The form of a window.
#[derive(Debug, Clone, Default)]
pub struct WindowFormView {
    /// The window that is changed; none: one is opened.
    pub of: Option<String>,
    /// Name typed or stored, and what is wrong with it.
    pub name: (String, Option<String>),
    /// Hall to choose, and what is wrong with it.
    pub hall: (PickView, Option<String>),
    /// Department to choose, and what is wrong with it.
    pub department: (PickView, Option<String>),
    /// The version that is changed.
    pub version: i64,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

/// `GET /office/windows/new`, `GET /office/windows/{window}/edit`, and a try that failed.
pub fn window_form_page(ctx: OfficeContext, view: WindowFormView) -> impl IntoView {
    let (name_value, name_error) = view.name;
    let field = FieldView::new("name", name()).required().hint(name_hint()).max(40).autofocus();
    let name_field = field.value(name_value).error(name_error);
    let hall_field = FieldView::new("hall", hall()).required().error(view.hall.1);
    let field = FieldView::new("department", department()).required();
    let department_field = field.error(view.department.1);
    let errors = error_links([&name_field, &hall_field, &department_field]);
    let title = view.of.map_or_else(|| open().to_owned(), |of| change_title(&of));
    let hidden = vec![("version".to_owned(), view.version.to_string())];
    let csrf = ctx.csrf.clone();
    view! {
        <OfficeLayout ctx title crumbs=windows_crumbs() errors>
            <Section>
                <PostForm action=view.action csrf>
                    <DefaultButton/>
                    <HiddenFields fields=hidden/>
                    <TextField field=name_field/>
                    <PickField field=hall_field view=view.hall.0/>
                    <PickField field=department_field view=view.department.0/>
                    <FormActions primary=save() cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}
