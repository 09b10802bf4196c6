//! Partners (业务系统): one with its keys and requests, and the form that adds or changes
//! one. The pages of a key stand in `partner_keys`.

use super::OfficeContext;
use super::components::{
    CheckField, ChecksField, ChoiceView, DefaultButton, DefinitionList, DefinitionView, FieldView,
    FormActions, HiddenFields, Input, OfficeLayout, PickField, PickView, PostForm, Section, Table, TableView,
    TextField, Timeline, TimelineView, error_links, home_crumb,
};
use super::plain::{ActView, NoteView, acts, note};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    partners { zh: "业务系统" }
    keys { zh: "接口密钥" }
    requests { zh: "最近请求" }
    past { zh: "变动记录" }
    new_partner { zh: "新增业务系统" }
    name { zh: "系统名称" }
    name_hint { zh: "写明是哪个单位的什么系统，例如：市人社局社保业务系统。" }
    requests_per_minute { zh: "每分钟请求数上限" }
    cases_per_minute { zh: "每分钟办件数上限" }
    cases_hint { zh: "每次请求可推送多件办件，按件另计。" }
    notify { zh: "由好差评系统发短信，把评价链接通知办事人" }
    notify_hint { zh: "业务系统自己通知办事人的，不要勾选，以免重复打扰。" }
    areas { zh: "可推送哪些办件" }
    areas_hint { zh: "保留打勾的范围，取消打勾的在保存后移除。" }
    add_title { zh: "增加范围" }
    division { zh: "区划（含下级）" }
    department { zh: "部门" }
    department_hint { zh: "选了部门，只能推送该部门的办件。部门须已登记统一社会信用代码，办件按它核对。" }
    add_area { zh: "加入范围" }
    save { zh: "保存" }
}
phrases! {
    change_title(name: &str) { zh: "修改“{name}”" }
}

/// The list.
pub const PARTNERS: &str = "/office/partners";

/// The way to a page below the list.
pub fn partners_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((partners().to_owned(), PARTNERS.to_owned()));
    crumbs
}

/// The way to a page below one partner.
pub(super) fn crumbs_below(name: &str, path: &str) -> Vec<(String, String)> {
    let mut crumbs = partners_crumbs();
    crumbs.push((name.to_owned(), path.to_owned()));
    crumbs
}

/// One partner.
#[derive(Debug, Clone)]
pub struct PartnerView {
    /// Its name.
    pub name: String,
    /// What can be done with it.
    pub acts: Vec<ActView>,
    /// A sentence that stands out.
    pub note: Option<NoteView>,
    /// What is known of it.
    pub facts: Vec<DefinitionView>,
    /// Its keys.
    pub keys: TableView,
    /// Its last requests.
    pub requests: TableView,
    /// What has happened to it, newest first.
    pub past: Vec<TimelineView>,
}

/// `GET /office/partners/{partner}`
pub fn partner_page(ctx: OfficeContext, view: PartnerView) -> impl IntoView {
    let actions = acts(view.acts);
    view! {
        <OfficeLayout ctx title=view.name crumbs=partners_crumbs() actions>
            {view.note.map(note)}
            <Section><DefinitionList rows=view.facts/></Section>
            <Section title=keys()><Table view=view.keys/></Section>
            <Section title=requests()><Table view=view.requests/></Section>
            <Section title=past()><Timeline entries=view.past/></Section>
        </OfficeLayout>
    }
}

/// The form of a partner.
#[derive(Debug, Clone, Default)]
pub struct PartnerFormView {
    /// The partner that is changed; none: one is added.
    pub of: Option<String>,
    /// Name typed or stored, and what is wrong with it.
    pub name: (String, Option<String>),
    /// Requests in a minute, and what is wrong with them.
    pub requests: (String, Option<String>),
    /// Cases in a minute, and what is wrong with them.
    pub cases: (String, Option<String>),
    /// Are the links sent by message?
    pub notify: bool,
    /// Areas chosen so far, and what is wrong with them.
    pub areas: (Vec<ChoiceView>, Option<String>),
    /// A division to add, and what is wrong with it.
    pub division: (PickView, Option<String>),
    /// A department to add, and what is wrong with it.
    pub department: (PickView, Option<String>),
    /// The version that is changed.
    pub version: i64,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

impl PartnerFormView {
    /// Is something wrong with it?
    pub fn has_fault(&self) -> bool {
        let typed = [&self.name, &self.requests, &self.cases];
        let picked = [&self.division, &self.department];
        typed.iter().any(|(_, fault)| fault.is_some())
            || picked.iter().any(|(_, fault)| fault.is_some())
            || self.areas.1.is_some()
    }
}

/// `GET /office/partners/new`, `GET /office/partners/{partner}/edit`, and a try that failed.
pub fn partner_form_page(ctx: OfficeContext, view: PartnerFormView) -> impl IntoView {
    let number = |name, label, (value, fault): (String, Option<String>)| {
        FieldView::new(name, label).required().max(7).value(value).error(fault)
    };
    let name_field = FieldView::new("name", name()).required().hint(name_hint()).max(100);
    let name_field = name_field.value(view.name.0).error(view.name.1);
    let requests_field = number("requests", requests_per_minute(), view.requests);
    let cases_field = number("cases", cases_per_minute(), view.cases).hint(cases_hint());
    let notify_field = FieldView::new("notify", notify()).hint(notify_hint());
    let (chosen, fault) = view.areas;
    let division_field = FieldView::new("division", division());
    // Without an area in sight the fault stands where one is picked.
    let (area_fault, pick_fault) = if chosen.is_empty() { (None, fault) } else { (fault, None) };
    let areas_field = FieldView::new("area", areas()).required().hint(areas_hint()).error(area_fault);
    let division_field = division_field.error(view.division.1.or(pick_fault));
    let division_field = if chosen.is_empty() { division_field.required() } else { division_field };
    let department_field = FieldView::new("department", department()).hint(department_hint());
    let department_field = department_field.error(view.department.1);
    let errors = error_links([
        &name_field,
        &requests_field,
        &cases_field,
        &areas_field,
        &division_field,
        &department_field,
    ]);
    let (title, crumbs) = match view.of {
        None => (new_partner().to_owned(), partners_crumbs()),
        Some(of) => (change_title(&of), crumbs_below(&of, &view.cancel)),
    };
    let hidden = vec![("version".to_owned(), view.version.to_string())];
    let csrf = ctx.csrf.clone();
    let heading = if chosen.is_empty() { areas() } else { add_title() };
    let areas_input = (!chosen.is_empty()).then(|| {
        let ticked = chosen.iter().map(|choice| choice.value.clone()).collect();
        view! { <ChecksField field=areas_field choices=chosen ticked/> }
    });
    view! {
        <OfficeLayout ctx title crumbs errors>
            <Section>
                <PostForm action=view.action csrf>
                    <DefaultButton/>
                    <HiddenFields fields=hidden/>
                    <TextField field=name_field/>
                    <TextField field=requests_field kind=Input::Number short=true/>
                    <TextField field=cases_field kind=Input::Number short=true/>
                    <CheckField field=notify_field checked=view.notify/>
                    {areas_input}
                    <h2 class="title-2">{heading}</h2>
                    <PickField field=division_field view=view.division.0/>
                    <PickField field=department_field view=view.department.0/>
                    <p><button class="button button--plain button--small" name="find" value="area">{add_area()}</button></p>
                    <FormActions primary=save() cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}
