//! Giving an account its role and scope: which role, which place, then both again with what they were before;
//! and the table of what every role may do.

use super::OfficeContext;
use super::components::{
    ChoiceView, ColumnView, DefinitionList, DefinitionView, FieldView, FormActions, HiddenFields,
    OfficeLayout, PostForm, RadioField, RowView, Section, Steps, Table, TableView, TextAreaField,
    error_links,
};
use super::plain::{NoteView, note};
use crate::components::{Notice, Tone};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    step_role { zh: "选角色" }
    step_place { zh: "选范围" }
    step_confirm { zh: "核对" }
    role { zh: "角色" }
    next { zh: "下一步" }
    find_label { zh: "按名称、代码或工号查找" }
    find { zh: "查找" }
    none_found { zh: "没有找到" }
    none_found_help { zh: "请换个名称再找；已停用的不在此列。" }
    more { zh: "只列出前 20 个，没有要找的，请把名称写得更具体。" }
    back_role { zh: "重选角色" }
    back_place { zh: "重选范围" }
    before { zh: "现在" }
    after { zh: "改为" }
    reason { zh: "授权依据" }
    reason_hint { zh: "例如文件号、申请单号、岗位调整。会写入操作记录。" }
    grant { zh: "授予" }
    revoke { zh: "收回角色" }
    ends { zh: "确认后，这个账号的登录全部退出，重新登录后按新的角色和范围办事。" }
    ends_title { zh: "请核对" }
    matrix { zh: "角色权限一览" }
    matrix_lead { zh: "每种角色能做什么，由系统定好，不能逐人增减。三类管理员互不兼任：建账号的不能授权，授权的不能建账号，都改不了操作记录。" }
}
phrases! {
    grant_title(name: &str) { zh: "给“{name}”授予角色" }
}

/// The three steps of granting share this much.
#[derive(Debug, Clone, Default)]
pub struct GrantView {
    /// Whose, by name and login.
    pub name: String,
    /// The way here.
    pub crumbs: Vec<(String, String)>,
    /// Path of the page.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

const STEPS: fn() -> Vec<&'static str> = || vec![step_role(), step_place(), step_confirm()];

/// First step: which role.
pub fn choose_role_page(
    ctx: OfficeContext,
    view: GrantView,
    roles: Vec<ChoiceView>,
    chosen: String,
    missing: Option<String>,
) -> impl IntoView {
    let field = FieldView::new("role", role()).required().value(chosen).error(missing);
    let errors = error_links([&field]);
    view! {
        <OfficeLayout ctx title=grant_title(&view.name) crumbs=view.crumbs errors>
            <Steps steps=STEPS() at=0/>
            <Section>
                <form class="form" method="get" action=view.action>
                    <RadioField field choices=roles/>
                    <FormActions primary=next() cancel=view.cancel/>
                </form>
            </Section>
        </OfficeLayout>
    }
}

/// What the second step asks.
#[derive(Debug, Clone, Default)]
pub struct ChoosePlaceView {
    /// What must be named, for example 大厅.
    pub label: &'static str,
    /// Word of the role.
    pub role: String,
    /// What the role is called.
    pub role_label: String,
    /// Words that were looked for.
    pub words: String,
    /// What was found.
    pub found: Vec<ChoiceView>,
    /// There are more than are shown.
    pub more: bool,
    /// What was wrong with the choice.
    pub missing: Option<String>,
}

/// Second step: which place.
pub fn choose_place_page(ctx: OfficeContext, view: GrantView, place: ChoosePlaceView) -> impl IntoView {
    let role_field = vec![("role".to_owned(), place.role.clone())];
    let hidden = vec![("role".to_owned(), place.role.clone()), ("q".to_owned(), place.words.clone())];
    let field = FieldView::new("place", place.label).required().error(place.missing);
    let errors = error_links([&field]);
    let action = view.action.clone();
    let results = if place.found.is_empty() {
        view! { <Notice tone=Tone::Info title=none_found()><p>{none_found_help()}</p></Notice> }.into_any()
    } else {
        let more = place.more.then(|| view! { <p class="hint">{more()}</p> });
        view! {
            <form class="form" method="get" action=action>
                <HiddenFields fields=hidden/>
                <RadioField field choices=place.found/>
                {more}
                <FormActions primary=next() cancel=view.cancel.clone()/>
            </form>
        }
        .into_any()
    };
    view! {
        <OfficeLayout ctx title=grant_title(&view.name) crumbs=view.crumbs errors lead=place.role_label>
            <Steps steps=STEPS() at=1/>
            <form class="filter" method="get" action=view.action.clone() role="search">
                <HiddenFields fields=role_field/>
                <div class="filter__fields">
                    <div class="filter__field filter__field--words">
                        <label class="filter__label" for="pick-q">{find_label()}</label>
                        <input class="input" type="search" id="pick-q" name="q" value=place.words maxlength="40" autocomplete="off"/>
                    </div>
                    <button class="button button--plain">{find()}</button>
                </div>
            </form>
            <Section>{results}</Section>
            <p><a href=view.action>{back_role()}</a></p>
        </OfficeLayout>
    }
}

/// What the last step shows.
#[derive(Debug, Clone, Default)]
pub struct ConfirmGrantView {
    /// Role and scope now.
    pub before: Vec<DefinitionView>,
    /// Role and scope then.
    pub after: Vec<DefinitionView>,
    /// Role, place and version, unseen.
    pub hidden: Vec<(String, String)>,
    /// Reason typed, and what is wrong with it.
    pub reason: (String, Option<String>),
    /// Where another place is chosen; none for a role without one.
    pub again: Option<String>,
    /// The role is taken away.
    pub revokes: bool,
    /// Said first, where somebody changed the account meanwhile.
    pub note: Option<NoteView>,
}

/// Last step: both again, with a reason.
pub fn confirm_grant_page(ctx: OfficeContext, view: GrantView, confirm: ConfirmGrantView) -> impl IntoView {
    let field = FieldView::new("reason", reason()).required().hint(reason_hint()).max(100);
    let field = field.value(confirm.reason.0).error(confirm.reason.1);
    let errors = error_links([&field]);
    let csrf = ctx.csrf.clone();
    let again = confirm.again.map(|href| view! { <p><a href=href>{back_place()}</a></p> });
    view! {
        <OfficeLayout ctx title=grant_title(&view.name) crumbs=view.crumbs errors>
            <Steps steps=STEPS() at=2/>
            {confirm.note.map(note)}
            <Section title=before()><DefinitionList rows=confirm.before/></Section>
            <Section title=after()><DefinitionList rows=confirm.after/>{again}</Section>
            <Notice tone=Tone::Warn title=ends_title()><p>{ends()}</p></Notice>
            <Section>
                <PostForm action=view.action csrf>
                    <HiddenFields fields=confirm.hidden/>
                    <TextAreaField field rows=2/>
                    <FormActions
                        primary=if confirm.revokes { revoke() } else { grant() }
                        danger=confirm.revokes cancel=view.cancel
                    />
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}

/// `GET /office/roles/matrix`: roles as columns of `head`, rights as `rows`.
pub fn matrix_page(
    ctx: OfficeContext,
    crumbs: Vec<(String, String)>,
    head: Vec<ColumnView>,
    rows: Vec<RowView>,
) -> impl IntoView {
    let table =
        TableView { caption: matrix().into(), columns: head, rows, wide: true, ..TableView::default() };
    view! {
        <OfficeLayout ctx title=matrix() crumbs lead=matrix_lead()>
            <Table view=table/>
        </OfficeLayout>
    }
}
