//! The five levels and the indicators that belong to each.
//!
//! Nothing is preselected, and the five answers are equal: one row each, same size, same colour. The
//! radios and the panels are siblings, so that a panel opens by CSS alone
//! (`#level-1:checked ~ .panel-1`). The boxes of each level have their own name, so that what was
//! ticked under another level does not count, with or without script.

use super::{Face, FieldError, FieldMessage, Stars};
use crate::text as t;
use domain::{Indicator, IndicatorTable, Level, RatingError};
use leptos::prelude::*;

/// The field `level` and, where wanted, `indicator_1` … `indicator_5`.
#[component]
pub fn LevelChoice(
    /// The question.
    legend: &'static str,
    /// What stands before the radios' ids; a page may have two groups.
    #[prop(optional)]
    prefix: &'static str,
    /// The chosen level's digit, or anything else for none.
    level: String,
    /// Codes ticked.
    #[prop(optional)]
    ticked: Vec<String>,
    /// With the indicators below?
    indicators: bool,
    errors: Vec<RatingError>,
) -> impl IntoView {
    let message = FieldError::Level.message(&errors);
    let error_id = format!("{prefix}level-error");
    let described = message.is_some().then(|| error_id.clone());
    let radios = Level::ALL.map(|l| radio(prefix, l, level == l.stars().to_string()));
    let panels = indicators.then(|| {
        let panels = Level::ALL.map(|l| {
            let message =
                (level == l.stars().to_string()).then(|| FieldError::Indicators.message(&errors)).flatten();
            panel(l, &ticked, message)
        });
        panels.into_iter().collect_view()
    });
    view! {
        <fieldset class="levels" aria-describedby=described>
            <legend class="levels__legend">{legend}</legend>
            <FieldMessage id=error_id message=message/>
            {radios.into_iter().collect_view()}
            {panels}
        </fieldset>
    }
}

fn radio(prefix: &str, level: Level, checked: bool) -> impl IntoView + use<> {
    let id = format!("{prefix}level-{}", level.stars());
    view! {
        <input class="level__input" type="radio" id=id.clone() name="level" value=level.stars() checked=checked/>
        <label class="level" for=id>
            <Face level/>
            <span class="level__name">{level.name()}</span>
            <Stars level/>
        </label>
    }
}

fn panel(level: Level, ticked: &[String], message: Option<String>) -> impl IntoView + use<> {
    let is_ticked = |row: &Indicator| ticked.contains(&row.code.to_string());
    let (core, extended): (Vec<&Indicator>, Vec<&Indicator>) =
        IndicatorTable::current().of_level(level).partition(|row| row.core);
    let open = extended.iter().any(|row| is_ticked(row));
    let error_id = format!("indicator-error-{}", level.stars());
    let described = message.is_some().then(|| error_id.clone());
    let boxes = |rows: Vec<&Indicator>| {
        rows.into_iter().map(|row| tick(row, is_ticked(row), described.clone())).collect_view()
    };
    let legend = if level.is_bad() { t::indicators_bad() } else { t::indicators() };
    view! {
        <fieldset class=format!("panel panel-{}", level.stars())>
            <legend class="label">{legend}</legend>
            <FieldMessage id=error_id message=message/>
            {boxes(core)}
            <details class="more" open=open>
                <summary>{t::indicators_more()}</summary>
                {boxes(extended)}
            </details>
        </fieldset>
    }
}

fn tick(row: &Indicator, checked: bool, described: Option<String>) -> impl IntoView + use<> {
    let id = format!("indicator-{}", row.code);
    let invalid = described.is_some().then_some("true");
    view! {
        <div class="check">
            <input
                type="checkbox" id=id.clone() name=format!("indicator_{}", row.level.stars())
                value=row.code.to_string() checked=checked aria-describedby=described aria-invalid=invalid
            />
            <label for=id>{row.label}</label>
        </div>
    }
}
