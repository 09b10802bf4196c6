//! Making plates: which windows, which layout, which additions; with a preview beside the choices.

use super::plates_crumbs;
use crate::islands::LivePreview;
use crate::office::OfficeContext;
use crate::office::components::{
    CheckField, ChoiceView, FieldView, FileField, HiddenFields, OfficeLayout, PostForm, RadioField, Section,
    SelectField, TextField, error_links,
};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    title { zh: "制作台牌" }
    lead { zh: "每一张都先按三种清晰度渲染、读回二维码，读不对的不会印出来。" }
    whose { zh: "范围" }
    layout { zh: "版式" }
    format { zh: "文件" }
    format_pdf { zh: "PDF（按大厅、窗口分书签，直接打印）" }
    format_png { zh: "PNG 图片压缩包（300 dpi）" }
    format_svg { zh: "SVG 矢量图压缩包（送印刷厂）" }
    black { zh: "单黑印制" }
    black_hint { zh: "给黑白打印机、复印机用。" }
    marks { zh: "加裁切线" }
    new_codes { zh: "换发新二维码" }
    new_codes_hint { zh: "原有台牌丢失、被人换过时使用。新台牌核对安装后，旧台牌自动停用。人员的码不换。" }
    own { zh: "大厅自己的一行字" }
    own_hint { zh: "只有自由版式可以加，例如咨询电话。不得引导评价。" }
    logo { zh: "大厅标志" }
    logo_hint { zh: "只有自由版式可以加，PNG 或 JPEG，印在码外。" }
    preview { zh: "预览" }
    preview_alt { zh: "所选版式的第一块台牌" }
    preview_none { zh: "选好范围和版式，点“按所选内容预览”。" }
    preview_again { zh: "按所选内容预览" }
    submit { zh: "制作" }
    stand { zh: "立牌要求" }
    standard { zh: "规定版式，不可改动" }
    free { zh: "自由版式" }
}
phrases! {
    count(windows: u64, people: u64) { zh: "使用中的窗口 {windows} 个；在岗人员 {people} 名（选一人一码版式时按人员制作）" }
    stand_of(overlap: f32, height: f32, depth: f32) { zh: "画面 1:1 打印，边框四边各压住 {overlap} 毫米；底座高 {height} 毫米、厚 {depth} 毫米。" }
}

/// A layout to choose.
#[derive(Debug, Clone)]
pub struct LayoutChoice {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its size and sheet, in words.
    pub size: String,
    /// An authority's standard: no additions.
    pub standard: bool,
    /// Not the authority's published one.
    pub sample: bool,
    /// How its stand is to be made, mm: overlap of the frame, height and depth of the base.
    pub stand: Option<(f32, f32, f32)>,
}

/// The page.
#[derive(Debug, Clone, Default)]
pub struct MakeView {
    /// Scopes to choose from.
    pub places: Vec<ChoiceView>,
    /// The chosen one.
    pub place: String,
    /// What is wrong with it.
    pub place_error: Option<String>,
    /// How many windows that is.
    pub windows: u64,
    /// How many people at work.
    pub people: u64,
    /// Layouts.
    pub layouts: Vec<LayoutChoice>,
    /// The chosen one.
    pub layout: String,
    /// `pdf`, `png` or `svg`.
    pub format: String,
    /// Black only.
    pub black: bool,
    /// Crop marks.
    pub marks: bool,
    /// New codes.
    pub new_codes: bool,
    /// The hall's own line.
    pub own: String,
    /// What is wrong with it or with the mark.
    pub own_error: Option<String>,
    /// Picture of the first plate, or nothing where there is no window.
    pub preview: Option<String>,
}

/// `GET /office/plates/make`
pub fn make_page(ctx: OfficeContext, view: MakeView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let place = FieldView::new("place", whose()).required().value(view.place).error(view.place_error);
    let place = place.hint(count(view.windows, view.people));
    let chosen = view.layouts.iter().find(|l| l.name == view.layout).cloned();
    let layouts: Vec<ChoiceView> = view.layouts.into_iter().map(layout_choice).collect();
    let layout_field = FieldView::new("layout", layout()).required().value(view.layout);
    let format_field = FieldView::new("format", format()).required().value(view.format);
    let formats = vec![
        ChoiceView::new("pdf", format_pdf()),
        ChoiceView::new("png", format_png()),
        ChoiceView::new("svg", format_svg()),
    ];
    let own_field =
        FieldView::new("own", own()).value(view.own).hint(own_hint()).max(40).error(view.own_error);
    let logo_field = FieldView::new("logo", logo()).hint(logo_hint());
    let errors = error_links([&place, &own_field]);
    let black_field = FieldView::new("black", black()).hint(black_hint());
    let marks_field = FieldView::new("marks", marks());
    let new_field = FieldView::new("new_codes", new_codes()).hint(new_codes_hint());
    let picture = match view.preview {
        Some(src) => {
            view! { <img class="preview__picture" src=src alt=preview_alt() width="420" loading="lazy"/> }
                .into_any()
        }
        None => view! { <p class="muted">{preview_none()}</p> }.into_any(),
    };
    let stand_note = chosen.and_then(|l| l.stand).map(|(overlap, height, depth)| {
        view! { <p class="hint"><b>{stand()}</b>"："{stand_of(overlap, height, depth)}</p> }
    });
    view! {
        <OfficeLayout ctx title=title() crumbs=plates_crumbs() lead=lead() errors>
            <div class="studio">
                <Section>
                    <PostForm action="/office/plates/make" csrf files=true>
                        <HiddenFields fields=vec![]/>
                        <SelectField field=place choices=view.places/>
                        <RadioField field=layout_field choices=layouts/>
                        <RadioField field=format_field choices=formats/>
                        <CheckField field=black_field checked=view.black/>
                        <CheckField field=marks_field checked=view.marks/>
                        <CheckField field=new_field checked=view.new_codes/>
                        <TextField field=own_field/>
                        <FileField field=logo_field accept="image/png,image/jpeg"/>
                        <div class="form__acts">
                            <button class="button">{submit()}</button>
                            <button class="button button--plain" name="preview" value="1">{preview_again()}</button>
                        </div>
                    </PostForm>
                </Section>
                <Section title=preview()>
                    <div class="preview">{picture}</div>
                    <LivePreview/>
                    {stand_note}
                </Section>
            </div>
        </OfficeLayout>
    }
}

fn layout_choice(layout: LayoutChoice) -> ChoiceView {
    let kind = if layout.standard { standard() } else { free() };
    let sample = if layout.sample { "，样张" } else { "" };
    ChoiceView {
        hint: Some(format!("{} · {kind}{sample}", layout.size)),
        ..ChoiceView::new(layout.name, layout.title)
    }
}
