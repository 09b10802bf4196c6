//! Departments: the list, one department with what has happened to it, and the form that adds or changes one.

use super::OfficeContext;
use super::components::{
    DefaultButton, DefinitionList, DefinitionView, FieldView, FilterBar, FilterView, FormActions,
    HiddenFields, Input, OfficeLayout, PickField, PickView, PostForm, Section, Table, TableView, TextField,
    Timeline, TimelineView, error_links, home_crumb,
};
use super::windows::export_links;
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    departments { zh: "部门" }
    departments_lead { zh: "在窗口提供服务的单位。" }
    open { zh: "新增部门" }
    name { zh: "部门名称" }
    name_hint { zh: "写单位全称，例如：张店区行政审批服务局。" }
    credit_code { zh: "统一社会信用代码" }
    credit_code_hint { zh: "18位，以单位证书为准；空格和大小写不影响。" }
    division { zh: "所属区划" }
    save { zh: "保存" }
    change { zh: "修改" }
    close { zh: "停用部门" }
    reopen { zh: "恢复部门" }
    windows { zh: "查看窗口" }
    past { zh: "变动记录" }
}
phrases! {
    change_title(name: &str) { zh: "修改“{name}”" }
}

/// The way to a page below the list.
pub fn departments_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((departments().to_owned(), "/office/departments".to_owned()));
    crumbs
}

/// The list.
#[derive(Debug, Clone)]
pub struct DepartmentsView {
    /// What it is narrowed by.
    pub filter: FilterView,
    /// The rows.
    pub table: TableView,
    /// May departments be added?
    pub may_edit: bool,
    /// This list as a file: a workbook, and text.
    pub export: (String, String),
}

/// `GET /office/departments`
pub fn departments_page(ctx: OfficeContext, view: DepartmentsView) -> impl IntoView {
    let edit = view.may_edit.then(|| view! { <a class="button" href="/office/departments/new">{open()}</a> });
    let actions = view! { {edit}{export_links(view.export)} }.into_any();
    view! {
        <OfficeLayout ctx title=departments() crumbs=home_crumb() lead=departments_lead() actions>
            <FilterBar view=view.filter/>
            <Table view=view.table/>
        </OfficeLayout>
    }
}

/// One department.
#[derive(Debug, Clone)]
pub struct DepartmentView {
    /// Its row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// What has happened to it, newest first.
    pub past: Vec<TimelineView>,
    /// May it be changed?
    pub may_edit: bool,
    /// Is it at work?
    pub is_open: bool,
}

/// `GET /office/departments/{department}`
pub fn department_page(ctx: OfficeContext, view: DepartmentView) -> impl IntoView {
    let path = format!("/office/departments/{}", view.id);
    let acts = view.may_edit.then(|| {
        let (label, verb) = if view.is_open { (close(), "close") } else { (reopen(), "reopen") };
        view! {
            <a class="button" href=format!("{path}/edit")>{change()}</a>
            <a class="button button--plain" href=format!("{path}/{verb}")>{label}</a>
        }
    });
    let list = format!("/office/windows?department={}", view.id);
    let actions = view! { {acts}<a class="button button--plain" href=list>{windows()}</a> }.into_any();
    view! {
        <OfficeLayout ctx title=view.name crumbs=departments_crumbs() actions>
            <Section><DefinitionList rows=view.facts/></Section>
            <Section title=past()><Timeline entries=view.past/></Section>
        </OfficeLayout>
    }
}

/// The form of a department.
#[derive(Debug, Clone, Default)]
pub struct DepartmentFormView {
    /// The department that is changed; none: one is added.
    pub of: Option<String>,
    /// Name typed or stored, and what is wrong with it.
    pub name: (String, Option<String>),
    /// Credit code typed or stored, and what is wrong with it.
    pub credit_code: (String, Option<String>),
    /// Division to choose, and what is wrong with it.
    pub division: (PickView, Option<String>),
    /// The version that is changed.
    pub version: i64,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

/// `GET /office/departments/new`, `GET /office/departments/{department}/edit`, and a try that failed.
pub fn department_form_page(ctx: OfficeContext, view: DepartmentFormView) -> impl IntoView {
    let field = FieldView::new("name", name()).required().hint(name_hint()).max(100);
    let name_field = field.value(view.name.0).error(view.name.1);
    let field = FieldView::new("credit_code", credit_code()).hint(credit_code_hint()).max(30);
    let code_field = field.value(view.credit_code.0).error(view.credit_code.1);
    let division_field = FieldView::new("division", division()).required().error(view.division.1);
    let errors = error_links([&name_field, &code_field, &division_field]);
    let title = view.of.map_or_else(|| open().to_owned(), |of| change_title(&of));
    let hidden = vec![("version".to_owned(), view.version.to_string())];
    let csrf = ctx.csrf.clone();
    view! {
        <OfficeLayout ctx title crumbs=departments_crumbs() errors>
            <Section>
                <PostForm action=view.action csrf>
                    <DefaultButton/>
                    <HiddenFields fields=hidden/>
                    <TextField field=name_field/>
                    <TextField field=code_field kind=Input::Code/>
                    <PickField field=division_field view=view.division.0/>
                    <FormActions primary=save() cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}
