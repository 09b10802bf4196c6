//! Sending until it has arrived: one press is one rating, a lost network is waited for, and the page
//! says at every moment what is true.

use super::dom;
use super::draft::Draft;
use super::form::Form;
use super::post::{Answer, post};
use crate::text as t;
use std::cell::Cell;
use std::rc::Rc;

/// Pauses between attempts in seconds; the last one repeats.
const PAUSES: [i32; 5] = [2, 4, 8, 16, 30];

/// Where a form stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Writing,
    InFlight,
    Waiting { timer: Option<i32> },
    Gone,
}

/// The sending of one form.
pub struct Sending {
    form: Rc<Form>,
    draft: Rc<Draft>,
    state: Cell<State>,
    failures: Cell<usize>,
}

impl Sending {
    /// Nothing sent yet.
    pub fn new(form: Rc<Form>, draft: Rc<Draft>) -> Rc<Sending> {
        Rc::new(Sending { form, draft, state: Cell::new(State::Writing), failures: Cell::new(0) })
    }

    /// The button was pressed, for the first time or to try again now.
    pub fn pressed(self: &Rc<Self>) {
        match self.state.get() {
            State::InFlight | State::Gone => {}
            State::Writing | State::Waiting { .. } => self.attempt(),
        }
    }

    /// The network is back.
    pub fn online(self: &Rc<Self>) {
        if matches!(self.state.get(), State::Waiting { .. }) {
            self.attempt();
        }
    }

    /// The person writes on: what is half written must not go out by itself.
    pub fn edited(&self) {
        if let State::Waiting { timer } = self.state.get() {
            stop(timer);
            self.state.set(State::Writing);
            self.form.say("");
            self.form.set_button(None, false);
        }
    }

    /// A page that was left after sending is shown again: it can be sent again.
    pub fn returned(&self) {
        if self.state.get() == State::Gone {
            self.state.set(State::Writing);
            self.form.set_button(None, false);
        }
    }

    fn attempt(self: &Rc<Self>) {
        if let State::Waiting { timer } = self.state.get() {
            stop(timer);
        }
        let Some(fields) = self.form.fields() else { return self.form.post_plainly() };
        self.state.set(State::InFlight);
        self.draft.save(&self.form);
        self.form.say("");
        self.form.set_button(Some(t::sending()), true);
        let this = self.clone();
        leptos::task::spawn_local(async move {
            let answer = post(&this.form.action(), fields).await;
            this.answered(answer);
        });
    }

    fn answered(self: &Rc<Self>, answer: Answer) {
        match answer {
            Answer::Stored(location) => {
                self.state.set(State::Gone);
                self.draft.forget();
                let _ = dom::window().location().assign(&location);
            }
            Answer::TryAgain => self.wait(),
            Answer::ShowPage => {
                self.state.set(State::Gone);
                self.draft.save_as_posted(&self.form);
                self.form.post_plainly();
            }
        }
    }

    fn wait(self: &Rc<Self>) {
        let failures = self.failures.get();
        self.failures.set(failures + 1);
        let pause = PAUSES[failures.min(PAUSES.len() - 1)];
        let this = self.clone();
        let timer = dom::after(pause * 1000, move || this.online());
        self.state.set(State::Waiting { timer });
        self.form.say(t::not_delivered());
        self.form.set_button(Some(t::retry_now()), false);
    }
}

fn stop(timer: Option<i32>) {
    if let Some(timer) = timer {
        dom::window().clear_timeout_with_handle(timer);
    }
}
