//! “我的办件”: signing in, and what is hers.

mod cases;
mod sign_in;
mod text;

pub use cases::{MyCase, MyCasesView, MyReceipt, MyWindowView, my_cases_page, my_window_page};
pub use sign_in::{
    AtWindow, CodeError, CodeView, MiniProgramView, ProviderProblem, SignInNotice, SignInView, TicketWay,
    code_page, mini_program_page, sign_in_page,
};
