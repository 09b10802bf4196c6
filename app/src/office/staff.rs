//! Staff: the list, one person with her shifts and what has happened to her, the form that takes on or
//! changes one, and the one that moves her to another hall.

use super::OfficeContext;
use super::components::{
    ChoiceView, DefinitionList, DefinitionView, FieldView, FilterBar, FilterView, FormActions, HiddenFields,
    Input, OfficeLayout, PostForm, Section, SelectField, Table, TableView, TextAreaField, TextField,
    Timeline, TimelineView, error_links, home_crumb,
};
use super::windows::export_links;
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    staff { zh: "人员" }
    lead { zh: "窗口工作人员。群众评价哪个窗口，就记到当时在那里值班的人。" }
    make_card { zh: "制作胸卡" }
    add { zh: "新增人员" }
    import { zh: "导入" }
    name { zh: "姓名" }
    name_hint { zh: "与工作牌上的姓名一致，群众在窗口评价页上看得到。" }
    number { zh: "工号" }
    number_hint { zh: "同一大厅内不重复，例如：A007。" }
    department { zh: "部门" }
    department_hint { zh: "列出的是在本大厅设有窗口的部门。" }
    hall { zh: "大厅" }
    save { zh: "保存" }
    change { zh: "修改" }
    to_move { zh: "调到其他大厅" }
    retire { zh: "停用" }
    restore { zh: "恢复" }
    shifts { zh: "值班" }
    earlier { zh: "以前的姓名、工号和大厅" }
    past { zh: "变动记录" }
    reason { zh: "事由" }
    to_code { zh: "打开个人评价码页面" }
    move_act { zh: "调动" }
    move_hint { zh: "调动后，正在进行的值班随即结束，以后的排班取消；以前的评价仍记在她名下、原大厅。" }
}
phrases! {
    change_title(name: &str) { zh: "修改“{name}”" }
    add_title(hall: &str) { zh: "新增人员 · {hall}" }
    move_title(name: &str, hall: &str) { zh: "把“{name}”调到{hall}" }
}

/// The way to a page below the list.
pub fn staff_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((staff().to_owned(), "/office/staff".to_owned()));
    crumbs
}

/// The list.
#[derive(Debug, Clone)]
pub struct StaffListView {
    /// What it is narrowed by.
    pub filter: FilterView,
    /// The rows.
    pub table: TableView,
    /// May people be taken on?
    pub may_edit: bool,
    /// Where the cards of these people are made.
    pub cards: Option<String>,
    /// The list as a workbook and as text.
    pub export: (String, String),
}

/// `GET /office/staff`
pub fn staff_list_page(ctx: OfficeContext, view: StaffListView) -> impl IntoView {
    let actions = view.may_edit.then(|| {
        view! {
            <a class="button" href="/office/staff/new">{add()}</a>
            <a class="button button--plain" href="/office/import/staff">{import()}</a>
        }
        .into_any()
    });
    let cards = view.cards.map(card_link);
    let actions = view! { {actions}{cards}{export_links(view.export)} }.into_any();
    view! {
        <OfficeLayout ctx title=staff() crumbs=home_crumb() lead=lead() actions>
            <FilterBar view=view.filter/>
            <Table view=view.table/>
        </OfficeLayout>
    }
}

fn card_link(href: String) -> impl IntoView {
    view! { <a class="button button--plain" href=href>{make_card()}</a> }
}

/// One person.
#[derive(Debug, Clone)]
pub struct PersonView {
    /// Her name.
    pub name: String,
    /// What is known of her.
    pub facts: Vec<DefinitionView>,
    /// Her shifts.
    pub shifts: TableView,
    /// What she was before.
    pub earlier: TableView,
    /// What has happened to her, newest first.
    pub past: Vec<TimelineView>,
    /// Page of her code.
    pub code: Option<String>,
    /// Where her card is made.
    pub card: Option<String>,
    /// Path of her own page, where she may be changed.
    pub edit: Option<String>,
    /// Is she at work?
    pub at_work: bool,
}

/// `GET /office/staff/{staff}`
pub fn person_page(ctx: OfficeContext, view: PersonView) -> impl IntoView {
    let acts = view.edit.map(|path| match view.at_work {
        true => view! {
            <a class="button" href=format!("{path}/edit")>{change()}</a>
            <a class="button button--plain" href=format!("{path}/move")>{to_move()}</a>
            <a class="button button--plain" href=format!("{path}/retire")>{retire()}</a>
        }
        .into_any(),
        false => view! { <a class="button" href=format!("{path}/restore")>{restore()}</a> }.into_any(),
    });
    let code = view.code.map(|href| {
        view! { <a class="button button--plain" href=href target="_blank">{to_code()}</a> }
    });
    let card = view.card.map(card_link);
    let actions = view! { {acts}{card}{code} }.into_any();
    let earlier_part = (!view.earlier.rows.is_empty())
        .then(|| view! { <Section title=earlier()><Table view=view.earlier/></Section> });
    view! {
        <OfficeLayout ctx title=view.name crumbs=staff_crumbs() actions>
            <Section><DefinitionList rows=view.facts/></Section>
            <Section title=shifts()><Table view=view.shifts/></Section>
            {earlier_part}
            <Section title=past()><Timeline entries=view.past/></Section>
        </OfficeLayout>
    }
}

/// The form of a person.
#[derive(Debug, Clone, Default)]
pub struct StaffFormView {
    /// The person who is changed; none: one is taken on.
    pub of: Option<String>,
    /// Hall she is taken on in, or belongs to.
    pub hall: String,
    /// Name typed or stored, and what is wrong with it.
    pub name: (String, Option<String>),
    /// 工号 typed or stored, and what is wrong with it.
    pub number: (String, Option<String>),
    /// Department chosen, and what is wrong with it.
    pub department: (String, Option<String>),
    /// Departments to choose from.
    pub departments: Vec<ChoiceView>,
    /// What goes along unseen: version, hall.
    pub hidden: Vec<(String, String)>,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

/// `GET /office/staff/new`, `GET /office/staff/{staff}/edit`, and a try that failed.
pub fn staff_form_page(ctx: OfficeContext, view: StaffFormView) -> impl IntoView {
    let field = FieldView::new("name", name()).required().hint(name_hint()).max(60).autofocus();
    let name_field = field.value(view.name.0).error(view.name.1);
    let field = FieldView::new("number", number()).required().hint(number_hint()).max(20);
    let number_field = field.value(view.number.0).error(view.number.1);
    let field = FieldView::new("department", department()).required().hint(department_hint());
    let department_field = field.value(view.department.0).error(view.department.1);
    let errors = error_links([&name_field, &number_field, &department_field]);
    let title = view.of.map_or_else(|| add_title(&view.hall), |of| change_title(&of));
    let csrf = ctx.csrf.clone();
    view! {
        <OfficeLayout ctx title crumbs=staff_crumbs() errors>
            <Section>
                <PostForm action=view.action csrf>
                    <HiddenFields fields=view.hidden/>
                    <TextField field=name_field/>
                    <TextField field=number_field kind=Input::Code short=true/>
                    <SelectField field=department_field choices=view.departments/>
                    <FormActions primary=save() cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}

/// The form that moves a person.
#[derive(Debug, Clone, Default)]
pub struct MoveFormView {
    /// Her name.
    pub of: String,
    /// The hall she goes to.
    pub hall: String,
    /// 工号 there, and what is wrong with it.
    pub number: (String, Option<String>),
    /// Department there, and what is wrong with it.
    pub department: (String, Option<String>),
    /// Departments to choose from.
    pub departments: Vec<ChoiceView>,
    /// Why.
    pub reason: String,
    /// Version and hall.
    pub hidden: Vec<(String, String)>,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

/// `GET /office/staff/{staff}/move?hall=` and a try that failed.
pub fn move_form_page(ctx: OfficeContext, view: MoveFormView) -> impl IntoView {
    let field = FieldView::new("number", number()).required().hint(number_hint()).max(20);
    let number_field = field.value(view.number.0).error(view.number.1);
    let field = FieldView::new("department", department()).required().hint(department_hint());
    let department_field = field.value(view.department.0).error(view.department.1);
    let reason_field = FieldView::new("reason", reason()).value(view.reason);
    let errors = error_links([&number_field, &department_field]);
    let (title, csrf) = (move_title(&view.of, &view.hall), ctx.csrf.clone());
    view! {
        <OfficeLayout ctx title crumbs=staff_crumbs() errors>
            <Section>
                <p>{move_hint()}</p>
                <PostForm action=view.action csrf>
                    <HiddenFields fields=view.hidden/>
                    <TextField field=number_field kind=Input::Code short=true/>
                    <SelectField field=department_field choices=view.departments/>
                    <TextAreaField field=reason_field rows=2/>
                    <FormActions primary=move_act() cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}
