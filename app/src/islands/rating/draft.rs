//! The draft: what was written and not yet sent, on this device, for two hours.
//!
//! It never holds the phone number. It holds the idempotency key, so that sending again after the page
//! was killed makes one rating and not two.

use super::dom;
use super::form::Form;
use js_sys::{Date, Number};
use web_sys::{Storage, UrlSearchParams};

const PREFIX: &str = "draft:";
const LIFE_MS: f64 = 2.0 * 60.0 * 60.0 * 1000.0;
/// Never kept.
const NOT_KEPT: [&str; 3] = ["phone", "phone_consent", "another"];

/// Where this form's draft is kept, and the key the server gave the page.
pub struct Draft {
    name: String,
    page_key: Option<String>,
}

impl Draft {
    /// The form's draft, by the path it posts to.
    pub fn of(form: &Form) -> Draft {
        Draft { name: [PREFIX, &form.action()].concat(), page_key: form.key().map(|key| key.value()) }
    }

    /// Keeps what the form holds now; an empty form keeps nothing.
    pub fn save(&self, form: &Form) {
        self.save_with(form, true);
    }

    /// Keeps it without the key: the form goes out by a plain post whose answer this never sees.
    pub fn save_without_key(&self, form: &Form) {
        self.save_with(form, false);
    }

    fn save_with(&self, form: &Form, key: bool) {
        let (Some(fields), Some(storage)) = (form.fields(), storage()) else { return };
        NOT_KEPT.iter().for_each(|name| fields.delete(name));
        if !key {
            fields.delete("key");
        }
        let empty = fields.get("level").is_none() && fields.get("words").is_none_or(|w| w.is_empty());
        if empty {
            self.forget();
        } else if let Ok(until) = Number::from(Date::now() + LIFE_MS).to_string_with_radix(10) {
            fields.set("until", &String::from(until));
            let _ = storage.set_item(&self.name, &String::from(fields.to_string()));
        }
    }

    /// Fills the form from the draft; `false` if there is none.
    pub fn restore(&self, form: &Form) -> bool {
        let Some(fields) = storage().and_then(|s| read(&s, &self.name)) else { return false };
        form.fill(&fields);
        if let (Some(field), Some(key)) = (form.key(), fields.get("key")) {
            field.set_value(&key);
        }
        true
    }

    /// Forgets it.
    pub fn forget(&self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&self.name);
        }
    }

    /// The key the server gave this page, for a form that was emptied.
    pub fn give_back_key(&self, form: &Form) {
        if let (Some(field), Some(key)) = (form.key(), &self.page_key) {
            field.set_value(key);
        }
    }
}

/// Forgets every draft whose time is over, of whatever page.
pub fn drop_expired() {
    let Some(storage) = storage() else { return };
    for i in (0..storage.length().unwrap_or(0)).rev() {
        let name = storage.key(i).ok().flatten().filter(|name| name.starts_with(PREFIX));
        if let Some(name) = name.filter(|name| read(&storage, name).is_none()) {
            let _ = storage.remove_item(&name);
        }
    }
}

/// A draft whose time is not over.
fn read(storage: &Storage, name: &str) -> Option<UrlSearchParams> {
    let text = storage.get_item(name).ok()??;
    let fields = UrlSearchParams::new_with_str(&text).ok()?;
    let until = Number::parse_float(&fields.get("until")?);
    (Date::now() < until && until < Date::now() + 2.0 * LIFE_MS).then_some(fields)
}

/// `None` where the browser forbids it, for instance in a private window.
fn storage() -> Option<Storage> {
    dom::window().local_storage().ok()?
}
