//! Behaviour of the rating form on a phone that runs WebAssembly.

mod counter;
mod dom;
mod draft;
mod form;
mod post;
mod sending;

use crate::text as t;
use draft::{Draft, Kept};
use form::Form;
use sending::Sending;
use std::rc::Rc;
use web_sys::Event;

/// Finds the form and listens to it. Where something is missing, the plain form stays as it is.
pub fn start() {
    let Some(form) = Form::find() else { return };
    let form = Rc::new(form);
    let draft = Rc::new(Draft::of(&form));
    let sending = Sending::new(form.clone(), draft.clone());

    form.count_words();
    draft::drop_expired();
    if !form.is_untouched() {
        // The server refused it and shows it again: no plain post is under way any more.
        draft.save(&form);
    } else if let Some(kept) = draft.kept() {
        offer(&form, &draft, kept);
    }

    let (f, d, s) = (form.clone(), draft.clone(), sending.clone());
    dom::listen(form.element(), "input", move |event| {
        let level = dom::field_of(&event).filter(|field| field.name() == "level");
        if level.is_some() {
            f.clear_other_levels();
        }
        f.count_words();
        d.save(&f);
        s.edited();
        level.and_then(|level| f.show_reasons(&level));
    });
    let s = sending.clone();
    dom::listen(form.element(), "submit", move |event: Event| {
        event.prevent_default();
        s.pressed();
    });
    let s = sending.clone();
    dom::listen(&dom::window(), "online", move |_| s.online());
    // Back from the browser's memory: the same form with the same key, which leads to the same receipt.
    dom::listen(&dom::window(), "pageshow", move |_| sending.returned());
    if let Some(link) = dom::find("#not-another") {
        dom::listen(&link, "click", move |_| draft.forget());
    }
    form.mark_ready();
}

/// Says that there is a draft. It stays in hand while the person writes something else.
fn offer(form: &Rc<Form>, draft: &Rc<Draft>, kept: Kept) {
    form.say(&match kept.minutes {
        0 => t::draft_found_now().to_owned(),
        minutes => t::draft_found(minutes),
    });
    let (f, d) = (form.clone(), draft.clone());
    form.add_button(t::draft_restore(), move || {
        d.restore(&f, &kept);
        f.answer(t::draft_restored());
        let (form, draft) = (f.clone(), d.clone());
        f.add_button(t::draft_clear(), move || {
            draft.give_back_key(&form);
            form.empty();
            clear(&form, &draft);
        });
    });
    let (f, d) = (form.clone(), draft.clone());
    form.add_button(t::draft_clear(), move || clear(&f, &d));
}

/// Forgets what was kept, but not what the form holds now.
fn clear(form: &Form, draft: &Draft) {
    draft.forget();
    draft.save(form);
    form.answer(t::draft_cleared());
}
