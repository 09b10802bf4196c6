//! Checking a printed plate by its photograph, and confirming where it hangs.

use super::plates_crumbs;
use crate::components::{Notice, Tone};
use crate::office::OfficeContext;
use crate::office::components::{
    ChoiceView, FieldView, FileField, FormActions, HiddenFields, OfficeLayout, PostForm, Section, SelectField,
};
use crate::text::texts;
use leptos::prelude::*;

texts! {
    title { zh: "拍照核对台牌" }
    lead { zh: "在窗口前把整块台牌拍进一张照片。系统看它能不能扫、是不是这个窗口的、有没有被贴过。照片看完即弃，不保存。" }
    photo { zh: "照片" }
    photo_hint { zh: "PNG 或 JPEG，手机原图即可。" }
    here { zh: "您现在在哪个窗口" }
    here_hint { zh: "选了窗口，核对无误就可以直接确认安装。" }
    submit { zh: "核对" }
    again { zh: "再核对一张" }
    confirm { zh: "确认安装在这里" }
    wrong { zh: "登记为位置不符" }
    good { zh: "这块台牌没有问题" }
    bad { zh: "这块台牌有问题" }
}

/// A thing found, with how grave it is.
#[derive(Debug, Clone)]
pub struct CheckFinding {
    /// How it looks.
    pub tone: Tone,
    /// What it is and what to do, in a sentence or two.
    pub text: String,
}

/// The plate that was seen.
#[derive(Debug, Clone)]
pub struct SeenPlate {
    /// Its code.
    pub code: String,
    /// Window and hall it belongs to.
    pub place: String,
    /// Where the officer is, by row id and name; `None`: she did not say.
    pub here: Option<(String, String)>,
    /// It belongs there.
    pub is_right: bool,
}

/// The page.
#[derive(Debug, Clone, Default)]
pub struct CheckView {
    /// Windows to choose from.
    pub windows: Vec<ChoiceView>,
    /// The chosen one.
    pub window: String,
    /// What is wrong with the photograph as a file.
    pub error: Option<String>,
    /// What was found; empty before a photograph was sent.
    pub findings: Vec<CheckFinding>,
    /// A photograph was looked at and nothing is wrong.
    pub good: bool,
    /// A photograph was looked at.
    pub looked: bool,
    /// The plate that was seen, if it is one of ours in the officer's scope.
    pub seen: Option<SeenPlate>,
}

/// `GET /office/plates/check`, and what a photograph shows.
pub fn check_page(ctx: OfficeContext, view: CheckView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let photo_field = FieldView::new("photo", photo()).required().hint(photo_hint()).error(view.error);
    let here_field = FieldView::new("window", here()).hint(here_hint()).value(view.window);
    let errors = crate::office::components::error_links([&photo_field]);
    let result = view.looked.then(|| {
        let (tone, heading) = if view.good { (Tone::Done, good()) } else { (Tone::Warn, bad()) };
        let findings = view
            .findings
            .into_iter()
            .map(|finding| view! { <li class=finding.tone.class()>{finding.text}</li> });
        let act = view.seen.map(|seen| confirm_form(seen, csrf.clone()));
        view! {
            <Notice tone title=heading main=true><ul class="findings">{findings.collect_view()}</ul></Notice>
            {act}
        }
    });
    let verb = if view.looked { again() } else { submit() };
    view! {
        <OfficeLayout ctx title=title() crumbs=plates_crumbs() lead=lead() errors>
            {result}
            <Section narrow=true>
                <PostForm action="/office/plates/check" csrf=csrf.clone() files=true>
                    <FileField field=photo_field accept="image/png,image/jpeg"/>
                    <SelectField field=here_field choices=view.windows blank="不选"/>
                    <FormActions primary=verb/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}

fn confirm_form(seen: SeenPlate, csrf: String) -> impl IntoView {
    let SeenPlate { code, place, here, is_right } = seen;
    let act = here.map(|(id, name)| {
        let hidden = vec![("code".to_owned(), code), ("window".to_owned(), id)];
        let verb = if is_right { confirm() } else { wrong() };
        view! {
            <p>{format!("您在：{name}")}</p>
            <PostForm action="/office/plates/seen" csrf>
                <HiddenFields fields=hidden/>
                <FormActions primary=verb danger=!is_right/>
            </PostForm>
        }
    });
    view! { <Section narrow=true><p>{format!("台牌属于：{place}")}</p>{act}</Section> }
}
