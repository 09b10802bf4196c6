//! Narrowing a list: a search field, a few choices, what is set now, and the way back to everything.

use super::ChoiceView;
use super::choice_field::options;
use super::form::HiddenFields;
use crate::islands::AutoFilter;
use crate::office::text as t;
use leptos::prelude::*;

/// What a list can be narrowed by.
#[derive(Debug, Clone, Default)]
pub struct FilterView {
    /// Path of the list; the form asks for it with what is chosen.
    pub action: String,
    /// The field for words.
    pub search: Option<FilterSearch>,
    /// Choices; the first answer of each is “全部”.
    pub selects: Vec<FilterSelect>,
    /// What goes along unseen, as (name, value): sorting, rows for a page.
    pub keep: Vec<(String, String)>,
    /// What is set now.
    pub active: Vec<ActiveFilter>,
    /// The list without any filter.
    pub clear: String,
}

/// The field for words.
#[derive(Debug, Clone, Default)]
pub struct FilterSearch {
    /// Name in the form.
    pub name: &'static str,
    /// What is searched.
    pub label: &'static str,
    /// What was typed.
    pub value: String,
}

/// A choice.
#[derive(Debug, Clone, Default)]
pub struct FilterSelect {
    /// Name in the form.
    pub name: &'static str,
    /// What is chosen.
    pub label: &'static str,
    /// Its answers besides “全部”.
    pub choices: Vec<ChoiceView>,
    /// The chosen one; empty for all.
    pub value: String,
}

/// One thing that is set now.
#[derive(Debug, Clone, Default)]
pub struct ActiveFilter {
    /// What is set, for example 状态：停用.
    pub label: String,
    /// The list without it.
    pub remove: String,
}

/// The form.
#[component]
pub fn FilterBar(view: FilterView) -> impl IntoView {
    let FilterView { action, search, selects, keep, active, clear } = view;
    let search = search.map(search_field);
    let selects = selects.into_iter().map(select_field).collect_view();
    let active = (!active.is_empty()).then(|| active_filters(active, clear));
    view! {
        <form class="filter" method="get" action=action role="search" aria-label=t::filter()>
            <HiddenFields fields=keep/>
            <AutoFilter/>
            <div class="filter__fields">
                {search}
                {selects}
                <button class="button button--plain">{t::filter_apply()}</button>
            </div>
            {active}
        </form>
    }
}

fn search_field(search: FilterSearch) -> impl IntoView {
    let id = format!("filter-{}", search.name);
    view! {
        <div class="filter__field filter__field--words">
            <label class="filter__label" for=id.clone()>{search.label}</label>
            <input
                class="input" type="search" id=id name=search.name value=search.value maxlength="60"
                autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search"
            />
        </div>
    }
}

fn select_field(select: FilterSelect) -> impl IntoView {
    let id = format!("filter-{}", select.name);
    view! {
        <div class="filter__field">
            <label class="filter__label" for=id.clone()>{select.label}</label>
            <select class="input" id=id name=select.name>
                <option value="">{t::filter_all()}</option>
                {options(select.choices, &select.value)}
            </select>
        </div>
    }
}

fn active_filters(active: Vec<ActiveFilter>, clear: String) -> impl IntoView {
    let chips = active.into_iter().map(|one| {
        view! {
            <li>
                <a class="chip" href=one.remove>
                    {one.label}<span class="chip__x" aria-hidden="true">"×"</span>
                    <span class="hidden">{t::filter_remove()}</span>
                </a>
            </li>
        }
    });
    view! {
        <div class="filter__active">
            <span class="filter__label">{t::filter_active()}</span>
            <ul class="chips">{chips.collect_view()}</ul>
            <a class="filter__clear" href=clear>{t::filter_clear()}</a>
        </div>
    }
}
