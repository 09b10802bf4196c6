//! Which ratings are given on the province's own page: the form that makes a rule. The list and the end of a rule are
//! [`super::plain::list_page`] and [`super::components::confirm_page`].

use super::OfficeContext;
use super::components::{
    DefaultButton, FieldView, FormActions, Input, OfficeLayout, PickField, PickView, PostForm, Section,
    TextAreaField, TextField, error_links, home_crumb,
};
use crate::text::texts;
use leptos::prelude::*;

texts! {
    province { zh: "评价页面" }
    new_rule { zh: "转到省系统评价" }
    division { zh: "区划（含下级）" }
    department { zh: "部门" }
    department_hint { zh: "选了部门，只有该部门的办件和窗口转到省里。部门须已登记统一社会信用代码，办件按它核对。" }
    from { zh: "从哪天起" }
    from_hint { zh: "例如 2026-12-01，当天零点起。填今天，保存后立即起。" }
    until { zh: "到哪天为止" }
    until_hint { zh: "当天二十四点止。不填，就一直有效，直到您结束它。" }
    reason { zh: "原因" }
    reason_hint { zh: "依据哪个通知。会写入操作记录。" }
    save { zh: "保存" }
}

/// The list.
pub const PROVINCE: &str = "/office/province";

/// The way to a page below the list.
pub fn province_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((province().to_owned(), PROVINCE.to_owned()));
    crumbs
}

/// The form of a rule: what is typed, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct ProvinceFormView {
    /// Where.
    pub division: (PickView, Option<String>),
    /// Only this department.
    pub department: (PickView, Option<String>),
    /// First day.
    pub from: (String, Option<String>),
    /// Last day.
    pub until: (String, Option<String>),
    /// Why.
    pub reason: (String, Option<String>),
}

impl ProvinceFormView {
    /// Is something wrong with it?
    pub fn has_fault(&self) -> bool {
        let typed = [&self.from, &self.until, &self.reason];
        let picked = [&self.division, &self.department];
        typed.iter().any(|(_, fault)| fault.is_some()) || picked.iter().any(|(_, fault)| fault.is_some())
    }
}

/// `GET /office/province/new`, and a try that failed.
pub fn province_form_page(ctx: OfficeContext, view: ProvinceFormView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let division_field = FieldView::new("division", division()).required().error(view.division.1);
    let department_field = FieldView::new("department", department()).hint(department_hint());
    let department_field = department_field.error(view.department.1);
    let from_field = FieldView::new("from", from()).required().hint(from_hint()).max(10);
    let from_field = from_field.value(view.from.0).error(view.from.1);
    let until_field = FieldView::new("until", until()).hint(until_hint()).max(10);
    let until_field = until_field.value(view.until.0).error(view.until.1);
    let reason_field = FieldView::new("reason", reason()).required().hint(reason_hint()).max(100);
    let reason_field = reason_field.value(view.reason.0).error(view.reason.1);
    let errors = error_links([&division_field, &department_field, &from_field, &until_field, &reason_field]);
    view! {
        <OfficeLayout ctx title=new_rule() crumbs=province_crumbs() errors>
            <Section>
                <PostForm action=format!("{PROVINCE}/new") csrf>
                    <DefaultButton/>
                    <PickField field=division_field view=view.division.0/>
                    <PickField field=department_field view=view.department.0/>
                    <TextField field=from_field kind=Input::Code short=true/>
                    <TextField field=until_field kind=Input::Code short=true/>
                    <TextAreaField field=reason_field rows=2/>
                    <FormActions primary=save() cancel=PROVINCE/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}
