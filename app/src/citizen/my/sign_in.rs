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
    /// The app's tickets are taken, and this is the app.
    pub ticket: Option<TicketWay>,
    /// What people call the portal at which they can sign in.
    pub portal: Option<String>,
    /// What was typed as phone.
    pub phone: String,
    /// It is not one a code can be sent to.
    pub phone_wrong: bool,
    /// What the person must know.
    pub notice: Option<SignInNotice>,
}

/// Signing in within the app.
#[derive(Debug, Clone)]
pub struct TicketWay {
    /// Path of the app's bridge, if we hand it out.
    pub sdk: Option<&'static str>,
    /// Path of the script that asks it.
    pub script: &'static str,
}

/// What went wrong at another system, whose name is beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderProblem {
    /// No answer, or not in time.
    Down,
    /// What was brought was refused, or used before.
    Refused,
    /// The answer cannot be believed.
    NotBelieved,
    /// Neither phone nor ID number.
    Nameless,
    /// 未登录
    NotSignedIn,
    /// 取消登录
    Cancelled,
    /// 用户拒绝授权
    Declined,
    /// No script ran.
    NoScript,
    /// It is not the app.
    NotInApp,
}

/// What the person must know before she signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Another system that should have said who she is.
    Provider(ProviderProblem, String),
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
    let SignInView { at, code, code_waits, ticket, portal, phone, phone_wrong, notice } = view;
    let none = !code && ticket.is_none() && portal.is_none();
    let links = if phone_wrong { vec![("phone".to_owned(), t::phone_wrong().to_owned())] } else { vec![] };
    let lead = (!none).then(|| view! { <p class="lead">{t::sign_in_lead()}</p> });
    let ways = match none {
        true => view! {
            <Notice tone=Tone::Info title=t::sign_in_none()><p>{t::sign_in_none_help()}</p></Notice>
        }
        .into_any(),
        false => view! {
            {ticket.map(|way| ticket_way(&at, way))}
            {portal.map(|name| portal_way(&at, name))}
            {code_way(&at, code, code_waits, phone, phone_wrong)}
        }
        .into_any(),
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

/// A link: a form would be held to this page's policy even where it is sent on.
fn portal_way(at: &Option<AtWindow>, name: String) -> impl IntoView + use<> {
    let href = at.as_ref().map_or("/my/portal".to_owned(), |at| format!("/my/portal?at={}", at.code));
    view! {
        <section class="card">
            <h2 class="title-2">{t::by_account(&name)}</h2>
            <p>{t::portal_how(&name)}</p>
            <p><a class="button button--wide" href=href>{t::to_portal(&name)}</a></p>
        </section>
    }
}

/// Its answer goes into the form by script; without script the post says so and nothing else happens.
fn ticket_way(at: &Option<AtWindow>, way: TicketWay) -> impl IntoView + use<> {
    let sdk = way.sdk.map(|path| view! { <script src=path></script> });
    view! {
        <section class="card">
            <h2 class="title-2">{t::by_ticket()}</h2>
            <form id="ticket" method="post" action="/my/ticket">
                <noscript><p>{t::ticket_no_script()}</p></noscript>
                <input type="hidden" name="answer"/>
                {at_field(at)}
                <p><button class="button button--wide">{t::ticket_enter()}</button></p>
            </form>
            {sdk}
            <script type="module" src=way.script></script>
        </section>
    }
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
    let (title, help) = match &notice {
        N::Expired => (t::expired().to_owned(), t::expired_help()),
        N::SignedOut => (t::signed_out().to_owned(), t::signed_out_help()),
        N::NoCookie => (t::no_cookie().to_owned(), t::no_cookie_help()),
        N::Foreign => (t::foreign().to_owned(), t::foreign_help()),
        N::TooSoon(seconds) if *seconds > 90 => {
            (t::too_soon_minutes(seconds.div_ceil(60)), t::too_soon_help())
        }
        N::TooSoon(seconds) => (t::too_soon(*seconds), t::too_soon_help()),
        N::TooMany => (t::too_many().to_owned(), t::too_many_help()),
        N::Guesses => (t::guesses().to_owned(), t::too_many_help()),
        N::NotSent => (t::not_sent().to_owned(), t::not_sent_help()),
        N::CodeOver => (t::code_over().to_owned(), t::code_over_help()),
        N::Provider(problem, name) => provider_problem(*problem, name),
    };
    let tone = if notice == N::SignedOut { Tone::Done } else { Tone::Warn };
    view! { <Notice tone title><p>{help}</p></Notice> }
}

fn provider_problem(problem: ProviderProblem, name: &str) -> (String, &'static str) {
    use ProviderProblem as P;
    match problem {
        P::Down => (t::provider_down(name), t::provider_down_help()),
        P::Refused => (t::provider_refused(name), t::provider_again()),
        P::NotBelieved => (t::provider_not_believed(name), t::provider_not_believed_help()),
        P::Nameless => (t::provider_nameless(name), t::provider_nameless_help()),
        P::NotSignedIn => (t::provider_not_signed_in(name), t::provider_not_signed_in_help()),
        P::Cancelled => (t::provider_cancelled().to_owned(), t::provider_again()),
        P::Declined => (t::provider_declined(name), t::provider_declined_help()),
        P::NoScript => (t::provider_no_script(name), t::provider_no_script_help()),
        P::NotInApp => (t::provider_not_in_app(name), t::provider_no_script_help()),
    }
}
