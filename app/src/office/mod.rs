//! The office (`/office`): where people keep halls, windows, plates, people and items.
//!
//! Everything is a plain form or a link, so that it works without script; view structs in, HTML out.
//!
//! To add a page: a file here with its view struct and its `xxx_page(ctx, view)` inside an
//! [`components::OfficeLayout`], its words in [`text`] or in a table of its own beside it
//! (`crate::text::texts!`), its states in `examples/office_gallery.rs`. To add a component:
//! `components/<name>.rs` and `style/office/<name>.css`, imported by `style/office.css`.

pub mod accounts;
pub mod api_docs;
pub mod audit;
pub mod calendar;
pub mod components;
pub mod departments;
pub mod divisions;
pub mod halls;
mod home;
pub mod import;
pub mod item_windows;
pub mod items;
pub mod orders;
pub mod partner_keys;
pub mod partners;
pub mod pick_hall;
pub mod plain;
pub mod plates;
mod problem;
pub mod province;
pub mod retention;
pub mod roles;
pub mod roster;
pub mod seat;
mod sessions;
mod sign_in;
pub mod staff;
pub mod text;
pub mod tour;
pub mod windows;

pub use home::{DayPart, HomeView, ShortcutView, TodoView, home_page};
pub use problem::{KeptPost, OfficeProblem, OfficeProblemView, office_problem_page};
pub use sessions::{SessionView, SessionsView, sessions_page};
pub use sign_in::{
    ChangePasswordView, CodeProblem, EnrolView, PasswordReason, SecondFactorView, SignInNotice,
    SignInProblem, SignInView, change_password_page, enrol_page, second_factor_page, sign_in_page,
};

use crate::components::Tone;
use crate::page::PageContext;

/// The office's front page.
pub const HOME: &str = "/office";
/// Where signing in begins (GET) and is tried (POST).
pub const SIGN_IN: &str = "/office/sign-in";
/// Where the button of the header posts to.
pub const SIGN_OUT: &str = "/office/sign-out";
/// The officer's own sessions.
pub const SESSIONS: &str = "/office/sessions";
/// The officer's own password.
pub const PASSWORD: &str = "/office/password";

/// What surrounds every page of the office.
#[derive(Debug, Clone)]
pub struct OfficeContext {
    /// What surrounds any page.
    pub page: PageContext,
    /// Who is signed in.
    pub officer: Option<OfficerView>,
    /// Where she may go, as her role allows.
    pub nav: Vec<NavGroup>,
    /// Token that every form of the office carries in its field `csrf`.
    pub csrf: String,
    /// What the last act has done; shown once.
    pub flash: Option<Flash>,
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct OfficerView {
    /// Name.
    pub name: String,
    /// Her role, in words.
    pub role: String,
    /// What she may see, for example 张店区 · 政务服务中心.
    pub scope: String,
}

/// A part of the navigation.
#[derive(Debug, Clone)]
pub struct NavGroup {
    /// Its heading; none for an empty text.
    pub label: &'static str,
    /// Its pages.
    pub items: Vec<NavItem>,
}

/// A page of the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// What it is called.
    pub label: &'static str,
    /// Its path.
    pub href: &'static str,
    /// Is this page the one that is open, or above it?
    pub current: bool,
}

/// What an act has done, said on the page that follows.
#[derive(Debug, Clone)]
pub struct Flash {
    /// How it looks.
    pub tone: Tone,
    /// One sentence that names the thing.
    pub text: String,
}

#[cfg(test)]
mod tests;
