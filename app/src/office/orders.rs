//! Work orders (差评整改单) in the office: one of them, and the form of an act. The list is a
//! [`super::plain::list_page`].

use super::OfficeContext;
use super::components::{
    ChoiceView, DefaultButton, DefinitionList, DefinitionView, FieldView, FileField, FormActions,
    HiddenFields, OfficeLayout, PickField, PickView, PostForm, RadioField, Section, TextAreaField, TextField,
    Timeline, TimelineView, error_links, home_crumb,
};
use super::plain::{ActView, NoteView, acts, note};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    orders { zh: "差评整改" }
    rating { zh: "评价内容" }
    handling { zh: "办理情况" }
    files { zh: "证明材料" }
    no_files { zh: "还没有证明材料。整改完成前至少上传一份。" }
    file { zh: "图片" }
    file_hint { zh: "PNG 或 JPEG。系统会重新保存图片，去掉拍摄地点等信息。" }
    file_name { zh: "说明" }
    file_name_hint { zh: "图片是什么，例如：整改后的材料清单。" }
    add_file { zh: "上传" }
    past { zh: "办理过程" }
    department { zh: "转给哪个部门" }
    department_hint { zh: "负责这件事的部门。" }
    opinion { zh: "对方对答复的评价" }
    ground { zh: "申请理由" }
    told_hint { zh: "办事人会在评价回执上看到这段话。请写清结果和依据，语气诚恳。" }
    words_hint { zh: "只有工作人员能看到，会写入操作记录。" }
}
phrases! {
    act_title(act: &str, number: &str) { zh: "{act}：{number}" }
    watermark(who: &str) { zh: "{who} 查看" }
}

/// How often the viewer's name stands over the page.
const MARKS: usize = 24;

/// The list.
pub const ORDERS: &str = "/office/orders";

/// The way to a page below the list.
pub fn orders_crumbs() -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((orders().to_owned(), ORDERS.to_owned()));
    crumbs
}

/// One order.
#[derive(Debug, Clone, Default)]
pub struct OrderPageView {
    /// 整改单号.
    pub number: String,
    /// Its path.
    pub path: String,
    /// What can be done now.
    pub acts: Vec<ActView>,
    /// What must be known first.
    pub note: Option<NoteView>,
    /// What was rated, and how.
    pub rating: Vec<DefinitionView>,
    /// Where the order stands.
    pub facts: Vec<DefinitionView>,
    /// Files as (name, path).
    pub files: Vec<(String, String)>,
    /// The form for one more, with what is wrong with the file and with its name.
    pub add_file: Option<(String, Option<String>, Option<String>)>,
    /// What was done with it, newest first.
    pub past: Vec<TimelineView>,
    /// Who looks at it: shown over the page, so that a picture of the screen says whose it was.
    pub viewer: String,
}

/// `GET /office/orders/{order}`
pub fn order_page(ctx: OfficeContext, view: OrderPageView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let actions = acts(view.acts);
    let list = view.files.into_iter().map(|(name, href)| {
        view! { <li><a href=href>{name}</a></li> }
    });
    let list = list.collect_view();
    let form = view.add_file.map(|(name, file_fault, name_fault)| {
        let file_field = FieldView::new("file", file()).required().hint(file_hint()).error(file_fault);
        let name_field = FieldView::new("name", file_name()).required().hint(file_name_hint()).max(60);
        let name_field = name_field.value(name).error(name_fault);
        view! {
            <PostForm action=format!("{}/files", view.path) csrf files=true>
                <FileField field=file_field accept="image/png,image/jpeg"/>
                <TextField field=name_field/>
                <FormActions primary=add_file()/>
            </PostForm>
        }
    });
    let has_files = !list.is_empty();
    let mark = watermark(&view.viewer);
    let marks = (0..MARKS).map(|_| view! { <span data-mark=mark.clone()></span> }).collect_view();
    let none = (!has_files).then(|| view! { <p class="muted">{no_files()}</p> });
    view! {
        <OfficeLayout ctx title=view.number crumbs=orders_crumbs() actions>
            {view.note.map(note)}
            <div class="watermarked">
                <div class="watermark" aria-hidden="true">{marks}</div>
                <Section title=rating()><DefinitionList rows=view.rating/></Section>
                <Section title=handling()><DefinitionList rows=view.facts/></Section>
                <Section title=files()>
                    <ul class="files">{list}</ul>
                    {none}
                    {form}
                </Section>
                <Section title=past()><Timeline entries=view.past/></Section>
            </div>
        </OfficeLayout>
    }
}

/// The form of an act.
#[derive(Debug, Clone, Default)]
pub struct OrderActView {
    /// What is done.
    pub act: String,
    /// 整改单号.
    pub number: String,
    /// What is known, so that nobody acts blindly.
    pub facts: Vec<DefinitionView>,
    /// What must be known first.
    pub note: Option<NoteView>,
    /// Label of the words for officers, if the act has any; what is typed, and what is wrong with it.
    pub words: Option<(&'static str, String, Option<String>)>,
    /// It cannot do without these words.
    pub words_required: bool,
    /// Label of the words for the citizen.
    pub told: Option<(&'static str, String, Option<String>)>,
    /// A department to hand over to.
    pub department: Option<(PickView, Option<String>)>,
    /// What the person called says of the answer: choices, the chosen one, and what is wrong.
    pub opinion: Option<(Vec<ChoiceView>, String, Option<String>)>,
    /// Why the rating should not count.
    pub ground: Option<(Vec<ChoiceView>, String, Option<String>)>,
    /// The version that is changed.
    pub version: i64,
    /// Where the form posts to.
    pub action: String,
    /// The way out.
    pub cancel: String,
}

/// `GET /office/orders/{order}/{act}`, and a try that failed.
pub fn order_act_page(ctx: OfficeContext, view: OrderActView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let title = act_title(&view.act, &view.number);
    let words_field = view.words.map(|(label, typed, fault)| {
        let field = FieldView::new("words", label).hint(words_hint()).max(1000).value(typed).error(fault);
        if view.words_required { field.required() } else { field }
    });
    let told_field = view.told.map(|(label, typed, fault)| {
        FieldView::new("told", label).required().hint(told_hint()).max(1000).value(typed).error(fault)
    });
    let choice =
        |name: &'static str, label: &'static str, given: (Vec<ChoiceView>, String, Option<String>)| {
            let (choices, chosen, fault) = given;
            (FieldView::new(name, label).required().value(chosen).error(fault), choices)
        };
    let opinion_field = view.opinion.map(|given| choice("opinion", opinion(), given));
    let ground_field = view.ground.map(|given| choice("ground", ground(), given));
    let department_field = view.department.map(|(pick, fault)| {
        let field = FieldView::new("department", department()).required().hint(department_hint());
        (field.error(fault), pick)
    });
    let fields = [
        opinion_field.as_ref().map(|(field, _)| field),
        ground_field.as_ref().map(|(field, _)| field),
        department_field.as_ref().map(|(field, _)| field),
        told_field.as_ref(),
        words_field.as_ref(),
    ];
    let errors = error_links(fields.into_iter().flatten());
    let mut crumbs = orders_crumbs();
    crumbs.push((view.number, view.cancel.clone()));
    let hidden = vec![("version".to_owned(), view.version.to_string())];
    view! {
        <OfficeLayout ctx title crumbs errors>
            {view.note.map(note)}
            <Section><DefinitionList rows=view.facts/></Section>
            <Section>
                <PostForm action=view.action csrf>
                    <DefaultButton/>
                    <HiddenFields fields=hidden/>
                    {opinion_field.map(|(field, choices)| view! { <RadioField field choices/> })}
                    {ground_field.map(|(field, choices)| view! { <RadioField field choices/> })}
                    {department_field.map(|(field, view)| view! { <PickField field view/> })}
                    {told_field.map(|field| view! { <TextAreaField field rows=5/> })}
                    {words_field.map(|field| view! { <TextAreaField field rows=3/> })}
                    <FormActions primary=view.act cancel=view.cancel/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}
