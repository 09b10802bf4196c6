//! The words: a text area with the number of characters that remain.

use super::FieldMessage;
use crate::text as t;
use leptos::prelude::*;

/// The field `words`; `id` differs where a page has two.
#[component]
pub fn WordsField(id: &'static str, value: String, error: Option<String>) -> impl IntoView {
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = if error.is_some() { format!("{error_id} {hint_id}") } else { hint_id.clone() };
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label class="label" for=id>{t::words()}</label>
            <FieldMessage id=error_id message=error/>
            <textarea
                class="input" id=id name="words" rows="3" aria-describedby=described
                aria-invalid=invalid inner_html=escaped(&value)
            ></textarea>
            <p class="hint" id=hint_id>{t::words_hint()}</p>
            // Filled and shown by the island.
            <p class="counter" id=format!("{id}-left") hidden></p>
        </div>
    }
}

/// Text inside a text area. As an ordinary child an empty string would be rendered as one blank.
/// The line feed in front is the one that HTML drops after the tag.
pub(crate) fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if text.starts_with(['\n', '\r']) { format!("\n{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_written_ends_the_text_area() {
        assert_eq!(escaped("</textarea><script>&"), "&lt;/textarea&gt;&lt;script&gt;&amp;");
        assert_eq!(escaped("\n甲"), "\n\n甲");
        assert_eq!(escaped(""), "");
    }
}
