//! The list of plates, and the packs that were made of late.

use crate::office::OfficeContext;
use crate::office::components::{
    Cell, DefinitionList, DefinitionView, FilterBar, FilterView, OfficeLayout, Section, Table, TableView,
    home_crumb,
};
use crate::text::texts;
use leptos::prelude::*;

texts! {
    plates { zh: "台牌" }
    plates_lead { zh: "每块台牌都有自己的二维码；停用后旧码仍会应答，评价照收并注明。" }
    make { zh: "制作台牌" }
    check { zh: "拍照核对" }
    packs { zh: "最近制作" }
}

/// The list.
#[derive(Debug, Clone)]
pub struct PlatesView {
    /// What it is narrowed by.
    pub filter: FilterView,
    /// The rows.
    pub table: TableView,
    /// Packs of late: what, state, path.
    pub packs: Vec<(String, String, String)>,
}

/// `GET /office/plates`
pub fn plates_page(ctx: OfficeContext, view: PlatesView) -> impl IntoView {
    let actions = view! {
        <a class="button" href="/office/plates/make">{make()}</a>
        <a class="button button--plain" href="/office/plates/check">{check()}</a>
    }
    .into_any();
    let rows: Vec<DefinitionView> = view
        .packs
        .into_iter()
        .map(|(what, state, href)| DefinitionView::new(state, Cell::Link { text: what, href }))
        .collect();
    let packs = (!rows.is_empty()).then(|| view! { <Section title=packs()><DefinitionList rows/></Section> });
    view! {
        <OfficeLayout ctx title=plates() crumbs=home_crumb() lead=plates_lead() actions>
            <FilterBar view=view.filter/>
            <Table view=view.table/>
            {packs}
        </OfficeLayout>
    }
}
