//! What the office's pages gain: lists that follow their filters at once, a preview that follows the choices, a
//! word about the chosen file before it is sent. Without them the same forms have buttons that do the same.

use leptos::prelude::*;

/// Inside a filter bar: choosing from a list applies the filter.
#[island]
pub fn AutoFilter() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    desk::follow_filters();
}

/// Beside the preview: it follows the choices of the form beside it.
#[island]
pub fn LivePreview() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    desk::follow_choices();
}

/// Below a file field: what was chosen, and how large it is.
#[island]
pub fn UploadNote() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    desk::tell_file();
    view! { <p class="hint" role="status" id="upload-note"></p> }
}

#[cfg(feature = "hydrate")]
mod desk {
    use crate::islands::dom;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, FormData, HtmlFormElement, HtmlInputElement, UrlSearchParams};

    pub(super) fn follow_filters() {
        let Some(form) = dom::find("form.filter").and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
        else {
            return;
        };
        let sent = form.clone();
        dom::listen(&form, "change", move |event| {
            let select = event.target().and_then(|t| t.dyn_into::<Element>().ok());
            // Words are sent by the Enter key: half a word finds nothing.
            if select.is_some_and(|e| e.tag_name() == "SELECT") {
                let _ = sent.submit();
            }
        });
    }

    pub(super) fn follow_choices() {
        let form = dom::find(".studio form").and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let (Some(form), Some(picture)) = (form, dom::find(".preview__picture")) else { return };
        let chosen = form.clone();
        dom::listen(&form, "change", move |_| {
            let Ok(data) = FormData::new_with_form(&chosen) else { return };
            let Ok(query) = UrlSearchParams::new() else { return };
            for name in ["place", "layout", "black", "own"] {
                if let Some(value) = data.get(name).as_string() {
                    query.set(name, &value);
                }
            }
            let address = format!("/office/plates/preview.png?{}", query.to_string());
            let _ = picture.set_attribute("src", &address);
        });
    }

    pub(super) fn tell_file() {
        let Some(field) = dom::find("input[type=file]").and_then(|f| f.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        let asked = field.clone();
        dom::listen(&field, "change", move |_| {
            let file = asked.files().and_then(|files| files.get(0));
            let note = file.map_or_else(String::new, |file| {
                format!("已选择：{}（{:.1} MB）", file.name(), file.size() / 1_000_000.0)
            });
            if let Some(place) = dom::find("#upload-note") {
                place.set_text_content(Some(&note));
            }
        });
    }
}
