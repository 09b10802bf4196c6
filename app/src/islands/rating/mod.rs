//! Behaviour of the rating form on a phone that runs WebAssembly.

mod dom;
mod draft;
mod form;
mod post;
mod sending;

use draft::Draft;
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
    if form.is_untouched() && draft.restore(&form) {
        offer_to_clear(&form, &draft);
    }

    let (f, d, s) = (form.clone(), draft.clone(), sending.clone());
    dom::listen(form.element(), "input", move |event| {
        if dom::name_of_target(&event) == "level" {
            f.clear_other_levels();
        }
        f.count_words();
        d.save(&f);
        s.edited();
    });
    let s = sending.clone();
    dom::listen(form.element(), "submit", move |event: Event| {
        event.prevent_default();
        s.pressed();
    });
    let s = sending.clone();
    dom::listen(&dom::window(), "online", move |_| s.online());
    // A sent form that comes back from the browser's memory has a key that is used up.
    dom::listen(&dom::window(), "pageshow", move |_| {
        if sending.is_over() {
            let _ = dom::window().location().reload();
        }
    });
    if let Some(link) = dom::find("#not-another") {
        dom::listen(&link, "click", move |_| draft.forget());
    }
    form.mark_ready();
}

/// Says that a draft came back, with a button that empties the form.
fn offer_to_clear(form: &Rc<Form>, draft: &Rc<Draft>) {
    form.say(crate::text::draft_restored());
    let (f, d) = (form.clone(), draft.clone());
    form.add_button(crate::text::draft_clear(), move || {
        d.forget();
        d.give_back_key(&f);
        f.empty();
    });
}
