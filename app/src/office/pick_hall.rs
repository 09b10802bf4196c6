//! Choosing a hall: a short list that can be searched, each hall a link.

use super::OfficeContext;
use super::components::{EmptyState, EmptyView, FilterBar, FilterView, OfficeLayout, Section};
use crate::text::texts;
use leptos::prelude::*;

texts! {
    lead { zh: "请先选择大厅。" }
    more { zh: "大厅较多，只显示了一部分。请输入名称查找。" }
    none { zh: "没有符合条件的大厅" }
    none_help { zh: "请换个名称再查。" }
    none_yet { zh: "您的管理范围内还没有大厅" }
    none_yet_help { zh: "请先建立大厅，或请上级核对您的账号范围。" }
}

/// What there is to choose from.
#[derive(Debug, Clone)]
pub struct PickHallView {
    /// What the hall is chosen for.
    pub title: String,
    /// The way here.
    pub crumbs: Vec<(String, String)>,
    /// The search.
    pub filter: FilterView,
    /// The halls.
    pub halls: Vec<HallHitView>,
    /// Words were searched.
    pub searched: bool,
    /// There are more halls than shown.
    pub more: bool,
}

/// A hall.
#[derive(Debug, Clone)]
pub struct HallHitView {
    /// Its name.
    pub name: String,
    /// Its division's name.
    pub division: String,
    /// The page about it.
    pub href: String,
}

/// The list.
pub fn pick_hall_page(ctx: OfficeContext, view: PickHallView) -> impl IntoView {
    let PickHallView { title, crumbs, filter, halls, searched, more: is_more } = view;
    let (none_title, none_text) =
        if searched { (none(), none_help()) } else { (none_yet(), none_yet_help()) };
    let list = if halls.is_empty() {
        let empty = EmptyView { title: none_title.to_owned(), text: none_text.to_owned(), action: None };
        view! { <EmptyState view=empty/> }.into_any()
    } else {
        let item = |hall: HallHitView| {
            view! { <li class="shortcut"><a href=hall.href>{hall.name}</a><p class="hint">{hall.division}</p></li> }
        };
        let items = halls.into_iter().map(item).collect_view();
        view! { <Section><ul class="shortcuts">{items}</ul></Section> }.into_any()
    };
    let more_hint = is_more.then(|| view! { <p class="hint">{more()}</p> });
    view! {
        <OfficeLayout ctx title crumbs lead=lead()>
            <FilterBar view=filter/>
            {list}
            {more_hint}
        </OfficeLayout>
    }
}
