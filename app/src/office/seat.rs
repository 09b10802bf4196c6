//! The window screen: where she sits, and the windows of her hall to sit down at. Few words, large buttons.

use super::OfficeContext;
use super::components::{EmptyState, EmptyView, HiddenFields, OfficeLayout, PostForm, Section, home_crumb};
use crate::components::Tone;
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    title { zh: "到岗离岗" }
    sign_in { zh: "在这里到岗" }
    sign_out { zh: "离岗" }
    nowhere { zh: "您现在没有登记到岗，评价不会记到您名下。" }
    choose { zh: "选择窗口到岗" }
    change { zh: "换到其他窗口" }
    free { zh: "无人值班" }
    here { zh: "您在这里" }
    shared { zh: "同一窗口现有几人值班：期间收到的评价不记到个人。先离开的人请登记离岗。" }
    unknown { zh: "这个账号没有对应窗口人员" }
    unknown_help { zh: "请联系大厅管理员核对账号。" }
    retired { zh: "您的人员信息已停用，不能登记到岗" }
    no_windows { zh: "本大厅还没有使用中的窗口" }
    no_windows_help { zh: "请联系大厅管理员。" }
}
phrases! {
    sits(window: &str) { zh: "您在“{window}”值班" }
    until(since: &str, end: &str) { zh: "{since} 到岗，最迟 {end} 自动离岗。离开窗口时请登记离岗。" }
    who(names: &str) { zh: "值班：{names}" }
}

/// What the window screen shows.
#[derive(Debug, Clone)]
pub struct SeatView {
    /// Why she cannot sit anywhere, if so.
    pub trouble: Option<SeatTrouble>,
    /// Her hall.
    pub hall: String,
    /// Where she sits: window, since when, until when at the latest.
    pub sits: Option<(String, String, String)>,
    /// Somebody else sits at her window too.
    pub shared: bool,
    /// The windows of her hall.
    pub windows: Vec<SeatWindowView>,
}

/// Why nobody can sit down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatTrouble {
    /// The account names nobody of the staff.
    Unknown,
    /// She is retired.
    Retired,
}

/// A window.
#[derive(Debug, Clone)]
pub struct SeatWindowView {
    /// Row id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Department.
    pub department: String,
    /// Who sits there.
    pub people: Vec<String>,
    /// Does she?
    pub hers: bool,
}

/// `GET /office/seat`
pub fn seat_page(ctx: OfficeContext, view: SeatView) -> impl IntoView {
    let csrf = ctx.csrf.clone();
    let SeatView { trouble, hall, sits: place, shared: is_shared, windows } = view;
    let body = match trouble {
        Some(trouble) => trouble_box(trouble),
        None => {
            let heading = if place.is_some() { change() } else { choose() };
            view! {
                {place_box(place, is_shared, &csrf)}
                <Section title=heading>{window_list(windows, &csrf)}</Section>
            }
            .into_any()
        }
    };
    view! { <OfficeLayout ctx title=title() crumbs=home_crumb() lead=hall>{body}</OfficeLayout> }
}

fn trouble_box(trouble: SeatTrouble) -> AnyView {
    let (title, text) = match trouble {
        SeatTrouble::Unknown => (unknown(), unknown_help()),
        SeatTrouble::Retired => (retired(), no_windows_help()),
    };
    let empty = EmptyView { title: title.to_owned(), text: text.to_owned(), action: None };
    view! { <EmptyState view=empty/> }.into_any()
}

fn place_box(place: Option<(String, String, String)>, is_shared: bool, csrf: &str) -> AnyView {
    let Some((window, since, end)) = place else {
        return view! { <section class="seat"><p class="seat__now">{nowhere()}</p></section> }.into_any();
    };
    let note = is_shared.then(|| view! { <p class=Tone::Warn.class()>{shared()}</p> });
    view! {
        <section class="seat seat--on">
            <h2 class="seat__now">{sits(&window)}</h2>
            <p>{until(&since, &end)}</p>
            {note}
            <PostForm action="/office/seat/sign-out" csrf=csrf.to_owned()>
                <button class="button seat__out">{sign_out()}</button>
            </PostForm>
        </section>
    }
    .into_any()
}

fn window_list(windows: Vec<SeatWindowView>, csrf: &str) -> AnyView {
    if windows.is_empty() {
        let empty =
            EmptyView { title: no_windows().to_owned(), text: no_windows_help().to_owned(), action: None };
        return view! { <EmptyState view=empty/> }.into_any();
    }
    let items = windows.into_iter().map(|w| window_item(w, csrf)).collect_view();
    view! { <ul class="seats">{items}</ul> }.into_any()
}

fn window_item(window: SeatWindowView, csrf: &str) -> impl IntoView + use<> {
    let SeatWindowView { id, name, department, people, hers } = window;
    let people = if people.is_empty() { free().to_owned() } else { who(&people.join("、")) };
    let act = if hers {
        view! { <p class="seats__here">{here()}</p> }.into_any()
    } else {
        let label = format!("：{name}");
        view! {
            <PostForm action="/office/seat/sign-in" csrf=csrf.to_owned()>
                <HiddenFields fields=vec![("window".to_owned(), id.to_string())]/>
                <button class="button button--plain seats__in">
                    {sign_in()}<span class="hidden">{label}</span>
                </button>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <li class=if hers { "seats__window seats__window--hers" } else { "seats__window" }>
            <div>
                <p class="seats__name">{name}</p>
                <p class="hint">{department}</p>
                <p class="hint">{people}</p>
            </div>
            {act}
        </li>
    }
}
