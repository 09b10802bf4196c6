//! The citizen's pages, one file each: a view struct and the page that shows it.

mod find;
mod follow_up;
mod home;
mod kept;
mod link_ended;
mod month;
mod my;
mod order;
mod person;
mod privacy;
mod problem;
mod province;
mod rate;
mod receipt;
mod receipt_lookup;
mod report_plate;
mod stop_messages;
mod target;
mod way_back;

pub use find::{CodeProblem, FindView, HallHit, WindowHit, find_page};
pub use follow_up::{FollowUpNotice, FollowUpView};
pub use home::{HomeView, home_page};
pub use kept::KeptForm;
pub use link_ended::{LinkEnd, LinkEndedView, link_ended_page};
pub use month::MonthView;
pub use my::*;
pub use order::{OrderDetail, OrderProblem, OrderView};
pub use person::{PersonAwayView, person_away_page};
pub use privacy::privacy_page;
pub use problem::{ProblemKind, ProblemView, problem_page};
pub use province::{ProvinceView, back_page, province_page};
pub use rate::{
    CaseView, FormNotice, OnDuty, PendingView, PersonTarget, RateTarget, RateView, WindowView, rate_page,
};
pub use receipt::{Arrival, OpenReceipt, PinProblem, ReceiptDetail, ReceiptState, ReceiptView, receipt_page};
pub use receipt_lookup::{LookupProblem, LookupView, receipt_lookup_page};
pub use report_plate::{ReportPlateView, report_plate_page};
pub use stop_messages::{StopMessagesView, stop_messages_page};
pub use way_back::WayBack;

#[cfg(test)]
mod tests;
