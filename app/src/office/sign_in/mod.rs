//! Signing in: account and password, the second factor, its binding, the password's change.

mod enrol;
mod password;
mod second_factor;
mod start;

pub use enrol::{EnrolView, enrol_page};
pub use password::{ChangePasswordView, PasswordReason, change_password_page};
pub use second_factor::{CodeProblem, SecondFactorView, second_factor_page};
pub use start::{SignInNotice, SignInProblem, SignInView, sign_in_page};
