//! A list of things: sorted, paged, perhaps with boxes to tick and a bar that acts on what is ticked.
//!
//! On a phone each row becomes a block of names and values; explicit roles keep it a table for a screen
//! reader. A table marked `wide` scrolls in a region of its own instead of squeezing its columns.

use super::form::CsrfField;
use super::{Cell, EmptyState, EmptyView};
use crate::office::text as t;
use leptos::prelude::*;

/// A table.
#[derive(Debug, Clone, Default)]
pub struct TableView {
    /// What the table lists; only screen readers say it.
    pub caption: String,
    /// Its columns; the first one names the row.
    pub columns: Vec<ColumnView>,
    /// Its rows, of as many cells as there are columns.
    pub rows: Vec<RowView>,
    /// Field of the boxes before each row.
    pub select: Option<&'static str>,
    /// Which part of the whole this is.
    pub pager: PagerView,
    /// What is said where there are no rows.
    pub empty: EmptyView,
    /// More columns than fit 1280 px: they scroll sideways in a region of their own.
    pub wide: bool,
}

/// A column.
#[derive(Debug, Clone, Default)]
pub struct ColumnView {
    /// Its heading.
    pub label: String,
    /// How to sort by it.
    pub sort: Option<SortView>,
    /// Numbers stand at the right.
    pub numeric: bool,
}

impl ColumnView {
    /// A column of words that does not sort.
    pub fn new(label: impl Into<String>) -> ColumnView {
        ColumnView { label: label.into(), ..ColumnView::default() }
    }

    /// It sorts: what the link asks for, and how it is sorted now.
    pub fn sorted(self, href: impl Into<String>, state: SortState) -> ColumnView {
        ColumnView { sort: Some(SortView { href: href.into(), state }), ..self }
    }

    /// Numbers.
    pub fn numeric(self) -> ColumnView {
        ColumnView { numeric: true, ..self }
    }
}

/// How to sort by a column.
#[derive(Debug, Clone)]
pub struct SortView {
    /// The page sorted by it, or the other way round if it is already.
    pub href: String,
    /// How it is sorted now.
    pub state: SortState,
}

/// How a column is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SortState {
    /// Not.
    #[default]
    None,
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// A row.
#[derive(Debug, Clone, Default)]
pub struct RowView {
    /// One for each column.
    pub cells: Vec<Cell>,
    /// Where its first cell leads.
    pub href: Option<String>,
    /// What its box sends.
    pub key: String,
    /// Is its box ticked?
    pub ticked: bool,
}

/// Which part of the whole is shown.
#[derive(Debug, Clone, Default)]
pub struct PagerView {
    /// Number of the first row, from 1; 0 where there is none.
    pub from: u64,
    /// Number of the last row.
    pub to: u64,
    /// Of how many, where counting is cheap.
    pub total: Option<u64>,
    /// The page before.
    pub prev: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Other numbers of rows for a page.
    pub sizes: Vec<PageSize>,
}

/// A number of rows for a page.
#[derive(Debug, Clone)]
pub struct PageSize {
    /// The number.
    pub rows: u16,
    /// The page with so many.
    pub href: String,
    /// Is it this one?
    pub current: bool,
}

/// What can be done with the rows that are ticked.
#[derive(Debug, Clone, Default)]
pub struct BulkView {
    /// Token of the form.
    pub csrf: String,
    /// The acts, each a button.
    pub acts: Vec<BulkAct>,
    /// The same page with every box ticked.
    pub tick_all: Option<String>,
    /// The same page with no box ticked, once every box is.
    pub tick_none: Option<String>,
    /// Offer to act on all rows the filter found, not only on this page's; sends `all=1`.
    pub whole: Option<u64>,
}

/// One act on the rows that are ticked.
#[derive(Debug, Clone, Default)]
pub struct BulkAct {
    /// What the button does.
    pub label: String,
    /// Where it posts to. It should ask before it does anything that cannot be undone.
    pub action: String,
    /// Does it take something away?
    pub danger: bool,
}

/// The table with its pager, or the empty state.
#[component]
pub fn Table(
    view: TableView,
    /// What can be done with the rows that are ticked, if `select` names their field.
    #[prop(optional)]
    bulk: Option<BulkView>,
) -> impl IntoView {
    let TableView { caption, columns, rows, select, pager, empty, wide } = view;
    if rows.is_empty() {
        return view! { <EmptyState view=empty/> }.into_any();
    }
    let acts = |at: usize| matches!(rows[0].cells.get(at), Some(Cell::Actions(_)));
    let head = columns.iter().enumerate().map(|(at, column)| heading(column, acts(at))).collect_view();
    let sorts = columns.iter().any(|column| column.sort.is_some());
    let class = if sorts { "table table--sorts" } else { "table" };
    let select_head = select.map(|_| {
        view! { <th class="table__tick" role="columnheader" scope="col">{t::select()}</th> }
    });
    let rows = rows.into_iter().map(|row| body_row(row, &columns, select)).collect_view();
    let (role, tabindex, label) =
        if wide { (Some("region"), Some("0"), Some(caption.clone())) } else { (None, None, None) };
    let table = view! {
        <div class=if wide { "table__region table__region--wide" } else { "table__region" } role=role tabindex=tabindex aria-label=label>
            <table class=class role="table">
                <caption class="hidden">{caption}</caption>
                <thead role="rowgroup"><tr role="row">{select_head}{head}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    };
    let pager = view! { <Pager view=pager/> };
    match bulk {
        Some(bulk) => view! {
            <form class="bulk" method="post">
                <CsrfField token=bulk.csrf.clone()/>
                {table}
                {bulk_bar(bulk)}
            </form>
            {pager}
        }
        .into_any(),
        None => view! { {table}{pager} }.into_any(),
    }
}

fn heading(column: &ColumnView, acts: bool) -> impl IntoView + use<> {
    let class = match (column.numeric, acts) {
        (true, _) => "table__number",
        (false, true) => "table__acts",
        (false, false) => "",
    };
    let label = column.label.clone();
    let Some(SortView { href, state }) = column.sort.clone() else {
        return view! { <th class=class role="columnheader" scope="col">{label}</th> }.into_any();
    };
    let (aria, sign, says) = match state {
        SortState::None => (None, "↕", t::sort_none()),
        SortState::Ascending => (Some("ascending"), "↑", t::sort_up()),
        SortState::Descending => (Some("descending"), "↓", t::sort_down()),
    };
    view! {
        <th class=format!("table__sort {class}") role="columnheader" scope="col" aria-sort=aria>
            <a class="sort" href=href>
                {label}<span class="sort__sign" aria-hidden="true">{sign}</span><span class="hidden">{says}</span>
            </a>
        </th>
    }
    .into_any()
}

fn body_row(row: RowView, columns: &[ColumnView], select: Option<&'static str>) -> impl IntoView + use<> {
    let RowView { cells, href, key, ticked } = row;
    let name = cells.first().map(|cell| cell.words().to_owned()).unwrap_or_default();
    let tick = select.map(|field| {
        view! {
            <td class="table__tick" role="cell">
                <label>
                    <input type="checkbox" name=field value=key checked=ticked/>
                    <span class="hidden">{t::select_row(&name)}</span>
                </label>
            </td>
        }
    });
    let mut href = href;
    let cells = cells.into_iter().zip(columns).enumerate().map(|(at, (cell, column))| {
        let class = if column.numeric { Some("table__number") } else { cell.class() };
        let label = column.label.clone();
        if at == 0 {
            let content = named(cell, href.take());
            view! { <th class=class role="rowheader" scope="row" data-label=label>{content}</th> }.into_any()
        } else {
            view! { <td class=class role="cell" data-label=label>{cell.content(&name)}</td> }.into_any()
        }
    });
    let cells = cells.collect_view();
    view! { <tr role="row">{tick}{cells}</tr> }
}

/// The first cell, which leads to the thing itself.
fn named(cell: Cell, href: Option<String>) -> AnyView {
    match (href, cell) {
        (Some(href), Cell::Two { text, sub }) => {
            view! { <a href=href>{text}</a><span class="sub">{sub}</span> }.into_any()
        }
        (Some(href), cell) => view! { <a href=href>{cell.content("")}</a> }.into_any(),
        (None, cell) => cell.content(""),
    }
}

fn bulk_bar(bulk: BulkView) -> impl IntoView {
    let acts = bulk.acts.into_iter().map(|act| {
        let class = if act.danger {
            "button button--small button--danger"
        } else {
            "button button--small button--plain"
        };
        view! { <button class=class formaction=act.action>{act.label}</button> }
    });
    let link = |href: Option<String>, label| href.map(|href| view! { <a href=href>{label}</a> });
    let whole = bulk.whole.map(|total| {
        view! {
            <label class="bulk__whole">
                <input type="checkbox" name="all" value="1"/>
                {t::select_all(total)}
            </label>
        }
    });
    view! {
        <div class="bulk__bar" role="group" aria-label=t::selected()>
            <span class="bulk__count" data-before=t::ticked_before() data-after=t::ticked_after()></span>
            {link(bulk.tick_all, t::select_page())}
            {link(bulk.tick_none, t::select_none())}
            {whole}
            <span class="bulk__acts">{acts.collect_view()}</span>
        </div>
    }
}

/// Which part this is, and the ways to the others; nothing where there is nothing.
#[component]
pub fn Pager(view: PagerView) -> impl IntoView {
    let PagerView { from, to, total, prev, next, sizes } = view;
    (to > 0).then(|| {
        let range = match total {
            Some(total) => t::range_of(from, to, total),
            None => t::range(from, to),
        };
        let several = prev.is_some() || next.is_some();
        let step = |href: Option<String>, label, rel| match href {
            Some(href) => view! { <a class="pager__step" href=href rel=rel>{label}</a> }.into_any(),
            None => view! { <span class="pager__step pager__step--off">{label}</span> }.into_any(),
        };
        let steps = several.then(|| {
            view! { <span class="pager__steps">{step(prev, t::previous(), "prev")}{step(next, t::next(), "next")}</span> }
        });
        view! {
            <nav class="pager" aria-label=t::pager()>
                <span class="pager__range">{range}</span>
                {sizes_of(sizes)}
                {steps}
            </nav>
        }
    })
}

fn sizes_of(sizes: Vec<PageSize>) -> Option<impl IntoView> {
    (!sizes.is_empty()).then(|| {
        let links = sizes.into_iter().map(|size| {
            let current = size.current.then_some("true");
            view! { <a href=size.href aria-current=current>{size.rows}</a> }
        });
        view! { <span class="pager__sizes">{t::per_page()} {links.collect_view()}</span> }
    })
}
