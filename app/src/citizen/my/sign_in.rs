//! Signing in: the ways there are, and giving the code that was sent.

use super::text as t;
use crate::components::{FieldMessage, FormErrors, Layout, Notice, Tone};
use crate::page::PageContext;
use crate::text::my;
use leptos::prelude::*;

/// The window somebody came from, to whose cases she goes on.
#[derive(Debug, Clone)]
pub struct AtWindow {
    /// Window code.
    pub code: String,
    /// Name.
    pub window: String,
}

/// The ways to sign in, and what the person must know.
#[derive(Debug, Clone, Default)]
pub struct SignInView {
    /// Where she came from.
    pub at: Option<AtWindow>,
    /// Phone and code can be used.
    pub code: bool,
    /// A code was sent to this browser and can still be given.
    pub code_waits: bool,
    /// What was typed as phone.
    pub phone: String,
    /// It is not one a code can be sent to.
    pub phone_wrong: bool,
    /// What the person must know.
    pub notice: Option<SignInNotice>,
}

/// What the person must know before she signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInNotice {
    /// Her session is over.
    Expired,
    /// She has signed out.
    SignedOut,
    /// The browser keeps no cookies.
    NoCookie,
    /// The post came from another site.
    Foreign,
    /// The number has had enough codes for now; seconds until the next.
    TooSoon(u32),
    /// Everybody together has.
    TooMany,
    /// Too many wrong codes from everybody.
    Guesses,
    /// The gateway did not take the code.
    NotSent,
    /// The code can no longer be given.
    CodeOver,
}

/// Giving the code.
#[derive(Debug, Clone)]
pub struct CodeView {
    /// Where she came from.
    pub at: Option<AtWindow>,
    /// Minutes a code is good.
    pub minutes: u32,
    /// What is wrong with the code typed.
    pub error: Option<CodeError>,
}

/// Why a code was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeError {
    /// Not six digits.
    Form,
    /// Another one.
    Wrong,
}

/// `GET /my` for whoever has not signed in.
pub fn sign_in_page(ctx: PageContext, view: SignInView) -> impl IntoView {
    let SignInView { at, code, code_waits, phone, phone_wrong, notice } = view;
    let none = !code;
    let links = if phone_wrong { vec![("phone".to_owned(), t::phone_wrong().to_owned())] } else { vec![] };
    let lead = (!none).then(|| view! { <p class="lead">{t::sign_in_lead()}</p> });
    let ways = match none {
        true => view! {
            <Notice tone=Tone::Info title=t::sign_in_none()><p>{t::sign_in_none_help()}</p></Notice>
        }
        .into_any(),
        false => code_way(&at, code, code_waits, phone, phone_wrong).into_any(),
    };
    view! {
        <Layout ctx title=my()>
            <FormErrors links/>
            {notice.map(notice_box)}
            <h1 class="title">{heading(&at)}</h1>
            {lead}
            {ways}
            {untied(&at)}
        </Layout>
    }
}

/// `GET /my/code`
pub fn code_page(ctx: PageContext, view: CodeView) -> impl IntoView {
    let CodeView { at, minutes, error } = view;
    let error = error.map(|error| match error {
        CodeError::Form => t::code_form().to_owned(),
        CodeError::Wrong => t::code_wrong().to_owned(),
    });
    let links = error.iter().map(|error| ("code".to_owned(), error.clone())).collect();
    let described = if error.is_some() { "code-error code-hint" } else { "code-hint" };
    let invalid = error.is_some().then_some("true");
    let again = at.as_ref().map_or("/my".to_owned(), |at| format!("/w/{}/my", at.code));
    view! {
        <Layout ctx title=t::code_sent()>
            <FormErrors links/>
            <h1 class="title">{t::code_sent()}</h1>
            <form class="card" method="post" action="/my/sign-in" accept-charset="utf-8" novalidate>
                <label class="label" for="code">{t::code()}</label>
                <p class="hint" id="code-hint">{t::code_minutes(minutes)}</p>
                <FieldMessage id="code-error" message=error/>
                <input
                    class="input" id="code" name="code" inputmode="numeric" maxlength="12"
                    autocomplete="one-time-code" aria-describedby=described aria-invalid=invalid
                />
                {at_field(&at)}
                <p><button class="button button--wide">{t::enter()}</button></p>
                <p class="hint">{t::code_not_come()}</p>
                <p><a href=again>{t::other_number()}</a></p>
            </form>
            {untied(&at)}
        </Layout>
    }
}

fn heading(at: &Option<AtWindow>) -> String {
    at.as_ref().map_or_else(|| t::sign_in().to_owned(), |at| t::at_window(&at.window))
}

fn code_way(
    at: &Option<AtWindow>,
    on: bool,
    waits: bool,
    phone: String,
    wrong: bool,
) -> impl IntoView + use<> {
    let way = move |form: AnyView| {
        view! { <section class="card"><h2 class="title-2">{t::by_code()}</h2>{form}</section> }
    };
    if !on {
        return way(view! { <p>{t::code_off()}</p> }.into_any());
    }
    let described = if wrong { "phone-error phone-hint" } else { "phone-hint" };
    let error = wrong.then(|| t::phone_wrong().to_owned());
    let invalid = wrong.then_some("true");
    let to_code = at.as_ref().map_or("/my/code".to_owned(), |at| format!("/my/code?at={}", at.code));
    let to_code = waits.then(|| view! { <p><a href=to_code>{t::have_code()}</a></p> });
    let ask = if waits { t::ask_again() } else { t::ask() };
    way(view! {
        <form method="post" action="/my/code" accept-charset="utf-8" novalidate>
            <label class="label" for="phone">{t::phone()}</label>
            <p class="hint" id="phone-hint">{t::phone_hint()}</p>
            <FieldMessage id="phone-error" message=error/>
            <input
                class="input" type="tel" id="phone" name="phone" value=phone maxlength="20" autocomplete="tel"
                aria-describedby=described aria-invalid=invalid
            />
            {at_field(at)}
            <p><button class="button button--wide">{ask}</button></p>
            {to_code}
        </form>
    }
    .into_any())
}

/// The window goes along with every post.
fn at_field(at: &Option<AtWindow>) -> impl IntoView + use<> {
    at.as_ref().map(|at| view! { <input type="hidden" name="at" value=at.code.clone()/> })
}

/// Nobody has to sign in to rate the window.
pub(super) fn untied(at: &Option<AtWindow>) -> impl IntoView + use<> {
    at.as_ref().map(|at| view! { <p><a href=format!("/w/{}", at.code)>{t::untied()}</a></p> })
}

fn notice_box(notice: SignInNotice) -> impl IntoView {
    use SignInNotice as N;
    let (tone, title, help) = match notice {
        N::Expired => (Tone::Warn, t::expired(), t::expired_help()),
        N::SignedOut => (Tone::Done, t::signed_out(), t::signed_out_help()),
        N::NoCookie => (Tone::Warn, t::no_cookie(), t::no_cookie_help()),
        N::Foreign => (Tone::Warn, t::foreign(), t::foreign_help()),
        N::TooSoon(_) => (Tone::Warn, "", t::too_soon_help()),
        N::TooMany => (Tone::Warn, t::too_many(), t::too_many_help()),
        N::Guesses => (Tone::Warn, t::guesses(), t::too_many_help()),
        N::NotSent => (Tone::Warn, t::not_sent(), t::not_sent_help()),
        N::CodeOver => (Tone::Warn, t::code_over(), t::code_over_help()),
    };
    let title = match notice {
        N::TooSoon(seconds) if seconds > 90 => t::too_soon_minutes(seconds.div_ceil(60)),
        N::TooSoon(seconds) => t::too_soon(seconds),
        _ => title.to_owned(),
    };
    view! { <Notice tone title><p>{help}</p></Notice> }
}
