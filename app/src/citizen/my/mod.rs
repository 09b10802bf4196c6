//! “我的办件”: signing in, and what is hers.

mod cases;
mod mini_program;
mod sign_in;
mod text;

pub use cases::{MyCase, MyCasesView, MyReceipt, MyWindowView, my_cases_page, my_window_page};
pub use mini_program::{MiniProgramView, mini_program_page};
pub use sign_in::{
    AtWindow, CodeError, CodeView, ProviderProblem, SignInNotice, SignInView, TicketWay, code_page,
    sign_in_page,
};
