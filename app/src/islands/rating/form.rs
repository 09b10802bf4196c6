//! The form on the page: reading it, filling it, and saying something above its button.

use super::counter::count;
use super::dom;
use crate::text as t;
use domain::words::MAX_WORDS;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, UrlSearchParams};

/// The rating form and the elements around its submit button.
pub struct Form {
    form: HtmlFormElement,
    button: Element,
    note: Element,
    status: HtmlElement,
    label: Option<String>,
}

impl Form {
    /// The page's form, if everything this needs is there.
    pub fn find() -> Option<Form> {
        let button = dom::find("#send")?;
        Some(Form {
            form: dom::find("#rating")?.unchecked_into(),
            note: dom::find("#rating-note")?,
            status: dom::find("#rating-said")?.unchecked_into(),
            label: button.text_content(),
            button,
        })
    }

    /// The element that events come from.
    pub fn element(&self) -> &HtmlFormElement {
        &self.form
    }

    /// Path the form posts to.
    pub fn action(&self) -> String {
        self.form.get_attribute("action").unwrap_or_default()
    }

    /// Rendered for the first time, not after a refused post?
    pub fn is_untouched(&self) -> bool {
        self.form.has_attribute("data-fresh")
    }

    /// For tests: everything listens.
    pub fn mark_ready(&self) {
        let _ = self.form.set_attribute("data-ready", "");
    }

    /// What a plain post would send.
    pub fn fields(&self) -> Option<UrlSearchParams> {
        let data = FormData::new_with_form(&self.form).ok()?;
        UrlSearchParams::new_with_str_sequence_sequence(&data).ok()
    }

    /// Field of the idempotency key, which the server puts at the end of the page.
    pub fn key(&self) -> Option<HtmlInputElement> {
        dom::find("[name=key]").map(JsCast::unchecked_into)
    }

    /// Fills in what a draft holds. What a draft never holds is left alone.
    pub fn fill(&self, fields: &UrlSearchParams) {
        self.each(|input, kind| {
            let name = input.name();
            match kind {
                "radio" | "checkbox" if name != "phone_consent" => {
                    let checked = fields.get_all(&name).includes(&JsValue::from(input.value()), 0);
                    input.set_checked(checked);
                    let fold = checked.then(|| input.closest("details").ok().flatten()).flatten();
                    if let Some(fold) = fold {
                        let _ = fold.set_attribute("open", "");
                    }
                }
                "textarea" => input.set_value(&fields.get(&name).unwrap_or_default()),
                _ => {}
            }
        });
        self.count_words();
    }

    /// Unticks what belongs to levels that are not chosen.
    pub fn clear_other_levels(&self) {
        let Some(level) = self.fields().and_then(|f| f.get("level")) else { return };
        self.each(|input, kind| {
            if kind == "checkbox" && input.name().strip_prefix("indicator_").is_some_and(|l| l != level) {
                input.set_checked(false);
            }
        });
    }

    /// Scrolls until the first reason of the level just chosen stands above the submit bar, but not so
    /// far that the answer itself is lost from sight. The focus stays where it is.
    pub fn show_reasons(&self, chosen: &HtmlInputElement) -> Option<()> {
        let first = dom::find(&[".panel-", &chosen.value(), " .check"].concat())?;
        let bar = dom::find(".rating__send")?.get_bounding_client_rect().top();
        let seen = dom::window().inner_height().ok()?.as_f64()?.min(bar);
        let hidden = first.get_bounding_client_rect().bottom() + 8.0 - seen;
        let room = chosen.get_bounding_client_rect().top() - 40.0;
        if hidden > 0.0 {
            dom::scroll_by(hidden.min(room));
        }
        Some(())
    }

    /// Back to what the server sent.
    pub fn empty(&self) {
        self.form.reset();
        self.count_words();
    }

    /// Shows how many characters remain.
    pub fn count_words(&self) {
        let (Some(words), Some(line)) = (dom::find("#words"), dom::find("#words-left")) else { return };
        let used = count(words.unchecked_into::<HtmlInputElement>().value().trim());
        let text = match MAX_WORDS.checked_sub(used) {
            Some(left) => t::words_left(left),
            None => t::words_over(used - MAX_WORDS),
        };
        line.set_text_content(Some(&text));
        let _ = line.remove_attribute("hidden");
        line.set_class_name(if used > MAX_WORDS { "counter field-error" } else { "counter hint" });
    }

    /// Says something above the button, instead of what stood there.
    pub fn say(&self, text: &str) {
        while let Some(button) = dom::find("#rating-note button") {
            button.remove();
        }
        self.status.set_text_content(Some(text));
    }

    /// Says it in answer to one of the buttons there, whose focus would else be lost with it.
    pub fn answer(&self, text: &str) {
        self.say(text);
        let _ = self.status.focus();
    }

    /// A button beside what was said.
    pub fn add_button(&self, label: &str, pressed: impl Fn() + 'static) {
        let Some(button) = dom::window().document().and_then(|d| d.create_element("button").ok()) else {
            return;
        };
        let _ = button.set_attribute("type", "button");
        let _ = button.set_attribute("aria-describedby", "rating-said");
        button.set_class_name("button button--plain");
        button.set_text_content(Some(label));
        dom::listen(&button, "click", move |_| pressed());
        let _ = self.note.append_child(&button);
    }

    /// The submit button's label, and whether a press counts; `None` is the label it came with.
    pub fn set_button(&self, label: Option<&str>, disabled: bool) {
        self.button.set_text_content(label.or(self.label.as_deref()));
        let _ = match disabled {
            true => self.button.set_attribute("aria-disabled", "true"),
            false => self.button.remove_attribute("aria-disabled"),
        };
    }

    /// Sends the form as if there were no script: the server's page is shown.
    pub fn post_plainly(&self) {
        let _ = self.form.submit();
    }

    fn each(&self, visit: impl Fn(&HtmlInputElement, &str)) {
        let elements = self.form.elements();
        for i in 0..elements.length() {
            let Some(element) = elements.item(i) else { continue };
            let element: HtmlElement = element.unchecked_into();
            let input: &HtmlInputElement = element.unchecked_ref();
            visit(input, &input.type_());
        }
    }
}
