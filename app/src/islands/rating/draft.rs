//! The draft: what was written and not yet sent, on this device, for two hours.
//!
//! It never fills the form by itself: the next person at this device must find no words and no level
//! of the last one's. It never holds the phone number. It holds the idempotency key, so that sending
//! again after the page was killed makes one rating and not two.

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

/// A draft that was found.
pub struct Kept {
    fields: UrlSearchParams,
    /// How long ago it was written.
    pub minutes: u32,
}

impl Draft {
    /// The form's draft, by the path it posts to.
    pub fn of(form: &Form) -> Draft {
        Draft { name: [PREFIX, &form.action()].concat(), page_key: form.key().map(|key| key.value()) }
    }

    /// Keeps what the form holds now; an empty form keeps nothing.
    pub fn save(&self, form: &Form) {
        self.save_with(form, false);
    }

    /// Keeps it for a plain post, whose answer this never sees: without the key, and marked, so that
    /// the receipt's page forgets it (`boot.js`). A page that refuses the post keeps it anew.
    pub fn save_as_posted(&self, form: &Form) {
        self.save_with(form, true);
    }

    fn save_with(&self, form: &Form, posted: bool) {
        let (Some(fields), Some(storage)) = (form.fields(), storage()) else { return };
        NOT_KEPT.iter().for_each(|name| fields.delete(name));
        if posted {
            fields.delete("key");
            fields.set("posted", "1");
        }
        let empty = fields.get("level").is_none() && fields.get("words").is_none_or(|w| w.is_empty());
        if empty {
            self.forget();
        } else if let Ok(until) = Number::from(Date::now() + LIFE_MS).to_string_with_radix(10) {
            fields.set("until", &String::from(until));
            let _ = storage.set_item(&self.name, &String::from(fields.to_string()));
        }
    }

    /// What was kept, if its time is not over.
    pub fn kept(&self) -> Option<Kept> {
        read(&storage()?, &self.name)
    }

    /// Fills the form with what was kept.
    pub fn restore(&self, form: &Form, kept: &Kept) {
        form.fill(&kept.fields);
        if let (Some(field), Some(key)) = (form.key(), kept.fields.get("key")) {
            field.set_value(&key);
        }
        self.save(form);
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
fn read(storage: &Storage, name: &str) -> Option<Kept> {
    let text = storage.get_item(name).ok()??;
    let fields = UrlSearchParams::new_with_str(&text).ok()?;
    let until = Number::parse_float(&fields.get("until")?);
    let left = until - Date::now();
    let minutes = ((LIFE_MS - left) / 60_000.0) as u32;
    (left > 0.0 && left < 2.0 * LIFE_MS).then_some(Kept { fields, minutes })
}

/// `None` where the browser forbids it, for instance in a private window.
fn storage() -> Option<Storage> {
    dom::window().local_storage().ok()?
}
