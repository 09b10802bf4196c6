//! What was written, carried in a form of its own: hidden fields, and the words in plain sight.

use super::{LevelBadge, Rows, row};
use crate::citizen::KeptForm;
use crate::text as t;
use domain::{IndicatorTable, Level, RatingInput};
use leptos::prelude::*;

/// The form `rating` with what was kept. Its children are the buttons that send it.
#[component]
pub fn KeptFields(kept: KeptForm, children: Children) -> impl IntoView {
    let KeptForm { action, input } = kept;
    view! {
        <form class="kept" id="rating" method="post" action=action accept-charset="utf-8">
            {summary(&input)}
            {hidden(&input)}
            {children()}
        </form>
    }
}

fn summary(input: &RatingInput) -> impl IntoView + use<> {
    let level = domain::rating::level_of(&input.level).ok();
    let labels: Vec<&str> = input
        .indicators
        .iter()
        .filter_map(|code| IndicatorTable::current().find(code))
        .map(|row| row.label)
        .collect();
    let mut rows = vec![match level {
        Some(level) => row(t::kept_level(), view! { <LevelBadge level/> }),
        None => row(t::kept_level(), t::kept_none()),
    }];
    if !labels.is_empty() {
        rows.push(row(t::kept_indicators(), labels.join("；")));
    }
    if !input.words.trim().is_empty() {
        rows.push(row(t::kept_words(), view! { <span class="words">{input.words.clone()}</span> }));
    }
    view! {
        <section class="card">
            <h2 class="title-2">{t::kept_title()}</h2>
            <Rows rows/>
        </section>
    }
}

fn hidden(input: &RatingInput) -> impl IntoView + use<> {
    let field = |name: String, value: String| view! { <input type="hidden" name=name value=value/> };
    let mut fields = Vec::new();
    let mut push = |name: &str, value: &str| fields.push(field(name.to_owned(), value.to_owned()));
    push("level", &input.level);
    for code in &input.indicators {
        push(&indicator_field(code, &input.level), code);
    }
    push("words", &input.words);
    if input.anonymous {
        push("anonymous", "1");
    }
    push("phone", &input.phone);
    if input.phone_consent {
        push("phone_consent", "1");
    }
    fields.into_iter().collect_view()
}

/// The field a code travels in: that of its own level, or of the chosen one if no list has it.
fn indicator_field(code: &str, level: &str) -> String {
    let level = IndicatorTable::current()
        .find(code)
        .map(|row| row.level)
        .or_else(|| domain::rating::level_of(level).ok())
        .unwrap_or(Level::ALL[0]);
    format!("indicator_{}", level.stars())
}
