//! A pack: on its way, done with its report, or failed.

use super::plates_crumbs;
use crate::components::{Notice, Tone};
use crate::office::OfficeContext;
use crate::office::components::{
    Cell, ColumnView, CsrfField, OfficeLayout, RowView, Section, Table, TableView,
};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    title { zh: "台牌文件" }
    making { zh: "正在制作" }
    making_help { zh: "页面会自己刷新，也可以先去做别的，稍后从“台牌”页回来。" }
    failed { zh: "没有做成" }
    fetch { zh: "下载" }
    printed { zh: "已打印" }
    printed_hint { zh: "打印、裁好后点“已打印”，这批台牌的状态就变为“已打印”。" }
    refused { zh: "未能印制的台牌" }
    warned { zh: "印制前请看一眼" }
    none_left { zh: "没有一张可以印制，请按下面的原因改正后重新制作。" }
    place { zh: "窗口、人员" }
    code { zh: "评价码" }
    reason { zh: "原因" }
    again { zh: "重新制作" }
}
phrases! {
    progress(done: u64, total: u64) { zh: "已完成 {done} / {total} 步" }
    size(mb: f64, kind: &str) { zh: "{kind}，{mb:.1} MB" }
}

/// How far a pack is.
#[derive(Debug, Clone)]
pub enum PackState {
    /// Steps done, of how many.
    Making(u64, u64),
    /// It could not be made.
    Failed(String),
    /// It is made.
    Done {
        /// The sentence at the head of the report.
        summary: String,
        /// Where the file is fetched, its size in MB and what it is; `None` when no plate was left.
        file: Option<(String, f64, String)>,
        /// Plates that were refused: place, code, reason.
        refused: Vec<(String, String, String)>,
        /// Plates to be looked at: place, code, what for.
        warned: Vec<(String, String, String)>,
    },
}

/// The page.
#[derive(Debug, Clone)]
pub struct PackView {
    /// What was asked for.
    pub what: String,
    /// How far it is.
    pub state: PackState,
    /// Cards for people, which have no state to keep.
    pub cards: bool,
    /// Its own path.
    pub path: String,
}

/// `GET /office/plates/packs/{pack}`
pub fn pack_page(ctx: OfficeContext, view: PackView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let (path, note) = (view.path, !view.cards);
    let body = match view.state {
        PackState::Making(done, total) => view! {
            <Notice tone=Tone::Info title=making()>
                <p role="status">{progress(done, total)}</p>
                <progress class="progress" max=total value=done>{progress(done, total)}</progress>
                <p>{making_help()}</p>
            </Notice>
        }
        .into_any(),
        PackState::Failed(why) => view! {
            <Notice tone=Tone::Error title=failed()><p>{why}</p></Notice>
            <p><a class="button" href="/office/plates/make">{again()}</a></p>
        }
        .into_any(),
        PackState::Done { summary, file, refused: no, warned: look } => {
            let tone = if no.is_empty() { Tone::Done } else { Tone::Warn };
            let fetch = match file {
                Some((href, mb, kind)) => view! {
                    <div class="form__acts">
                        <a class="button" href=href>{fetch()}</a>
                        {note.then(|| view! {
                            <form method="post" action=format!("{path}/printed")>
                                <CsrfField token=csrf/>
                                <button class="button button--plain">{printed()}</button>
                            </form>
                        })}
                        <span class="muted">{size(mb, &kind)}</span>
                    </div>
                    {note.then(|| view! { <p class="hint">{printed_hint()}</p> })}
                }
                .into_any(),
                None => view! { <p>{none_left()}</p> }.into_any(),
            };
            view! {
                <Notice tone title=summary>{fetch}</Notice>
                {list(refused(), no)}
                {list(warned(), look)}
            }
            .into_any()
        }
    };
    view! { <OfficeLayout ctx title=title() crumbs=plates_crumbs() lead=view.what>{body}</OfficeLayout> }
}

fn list(heading: &'static str, rows: Vec<(String, String, String)>) -> Option<impl IntoView> {
    (!rows.is_empty()).then(|| {
        let view = TableView {
            caption: heading.to_owned(),
            columns: vec![ColumnView::new(place()), ColumnView::new(code()), ColumnView::new(reason())],
            rows: rows
                .into_iter()
                .map(|(place, code, reason)| RowView {
                    cells: vec![place.into(), Cell::Code(code), reason.into()],
                    ..RowView::default()
                })
                .collect(),
            ..TableView::default()
        };
        view! { <Section title=heading><Table view/></Section> }
    })
}
