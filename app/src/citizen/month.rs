//! What came in this month, each level with its number.

use crate::components::Face;
use crate::text as t;
use domain::Level;
use leptos::prelude::*;

/// The ratings of a month.
#[derive(Debug, Clone)]
pub struct MonthView {
    /// 2026年11月.
    pub month: String,
    /// When they were counted, in words.
    pub at: String,
    /// How many of each level, the best first.
    pub levels: [(Level, u64); 5],
    /// How many in all.
    pub total: u64,
    /// How many of them were entered by a clerk (补录).
    pub entered: u64,
    /// How many of them came after their window (逾期).
    pub late: u64,
}

/// The card; it says so when there are none, and when they cannot be counted.
pub(super) fn month_card(month: Option<MonthView>) -> impl IntoView {
    let body = match month {
        None => view! {
            <h2 class="title-2">{t::month_title_bare()}</h2>
            <p>{t::month_unknown()}</p>
        }
        .into_any(),
        Some(month) if month.total == 0 => view! {
            <h2 class="title-2">{t::month_title(&month.month)}</h2>
            <p>{t::month_none()}</p>
            <p class="hint">{t::month_at(&month.at)}</p>
        }
        .into_any(),
        Some(month) => counted(month).into_any(),
    };
    view! { <section class="card" id="month">{body}</section> }
}

fn counted(month: MonthView) -> impl IntoView {
    let total = month.total;
    let rows = month.levels.map(|(level, ratings)| {
        // In thousandths of the whole: a bar is a picture of the number beside it.
        let width = ratings.saturating_mul(1000) / total.max(1);
        view! {
            <tr>
                <th scope="row"><Face level/>{level.name()}</th>
                <td class="month__bar">
                    <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect width=width height="10"/></svg>
                </td>
                <td class="month__count">{t::ratings(ratings)}</td>
            </tr>
        }
    });
    let entered = (month.entered > 0).then(|| t::month_entered(month.entered));
    let late = (month.late > 0).then(|| t::month_late(month.late));
    let notes: String = [Some(t::month_at(&month.at)), entered, late].into_iter().flatten().collect();
    view! {
        <h2 class="title-2">{t::month_title(&month.month)}</h2>
        <p class="month__total"><strong>{t::thousands(total)}</strong>{t::ratings_unit()}</p>
        <table class="month">
            <caption class="hidden">{t::month_caption()}</caption>
            <tbody>{rows.into_iter().collect_view()}</tbody>
        </table>
        <p class="hint">{notes}{t::month_how()}</p>
    }
}
