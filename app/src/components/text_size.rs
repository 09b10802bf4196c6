//! The switch to 长辈版 and, inside it, the size of the text (工信部《移动终端适老化技术要求》:
//! 18–30 px). Plain posts, so it works without script.

use crate::page::TextSize;
use crate::text as t;
use leptos::prelude::*;

/// `POST /display` with `size` and the path to come back to.
#[component]
pub fn TextSizeForm(
    size: TextSize,
    back: String,
    /// By which fields elsewhere on the page join this form.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let step = |to: Option<TextSize>, sign: &'static str, label: &'static str| {
        let value = to.unwrap_or(size).as_str();
        view! {
            <button class="text-size__button" name="size" value=value disabled=to.is_none() aria-label=format!("{sign} {label}")>
                {sign}
            </button>
        }
    };
    let buttons = if size.is_elder() {
        view! {
            {step(size.smaller(), "A−", t::text_smaller())}
            {step(size.larger(), "A+", t::text_larger())}
            <button class="text-size__button" name="size" value="std">{t::elder_off()}</button>
        }
        .into_any()
    } else {
        view! { <button class="text-size__button" name="size" value="e22">{t::elder_on()}</button> }
            .into_any()
    };
    view! {
        <form class="text-size" id=id method="post" action="/display" aria-label=t::text_size()>
            <input type="hidden" name="back" value=back/>
            {buttons}
        </form>
    }
}
