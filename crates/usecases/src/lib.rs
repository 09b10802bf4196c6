//! What people do, one file each: submit a rating, open a receipt, add a follow-up, find a window, import
//! cases. A use case checks the rules of `domain`, asks `storage`, and knows nothing of HTTP or HTML.
//!
//! To add one: a file with a method on [`Service`], its own result type that names every way it can end,
//! and a test through the whole router in `server/tests`.

mod add_follow_up;
mod count_scans;
mod disguise;
mod find_places;
mod guard;
pub mod import;
mod import_cases;
mod keep_accounts;
mod keep_calendar;
mod keep_departments;
mod keep_divisions;
mod keep_halls;
mod keep_items;
mod keep_retention;
mod keep_shifts;
mod keep_staff;
mod keep_windows;
pub mod keys;
mod make_plates;
mod manage_accounts;
mod mark;
mod officer;
mod open_case_link;
mod open_receipt;
mod open_signed_link;
mod own_account;
mod partner;
pub mod password;
mod prepare_case;
mod read_audit;
mod reissue_link;
mod report_plate;
mod revoke_link;
pub mod second_factor;
mod service;
mod show_person;
mod show_window;
mod sign_in;
mod submit_rating;
mod take_seat;
mod world;

pub use add_follow_up::FollowUpResult;
pub use find_places::{FoundPlaces, HALLS_SHOWN, WINDOWS_SHOWN};
pub use import_cases::{ImportError, ImportReport, IssuedLink, RowError, RowFault};
pub use keep_accounts::place_kind;
pub use keep_calendar::{CalendarChanged, CalendarPreview, MovedDay};
pub use keep_departments::DepartmentKept;
pub use keep_divisions::{DivisionKept, NewDivisionForm};
pub use keep_items::{ITEM_WINDOWS, ItemKept, item_cells, item_content, item_record};
pub use keep_retention::{ClearedFields, PeriodSet};
pub use keep_shifts::{ROSTER_WINDOWS, ShiftKept, ShiftPlan};
pub use keep_staff::StaffKept;
pub use keep_windows::Kept;
pub use keys::{Keys, KeysError, PersonalField, Purpose};
pub use make_plates::{MOST_PLATES, PackAsk, PackBegun, PackPlate};
pub use manage_accounts::{AccountChange, OneTimePassword, is_login};
pub use officer::{About, Duty, Officer};
pub use open_case_link::{CaseLink, CaseToken, LinkState};
pub use open_receipt::{OpenReceipt, PinResult, ReceiptResult};
pub use open_signed_link::OpenedLink;
pub use own_account::{OfferedFactor, PasswordChange};
pub use partner::{Areas, Partner, Refused, SignedRequest};
pub use read_audit::CHECKED_AT_ONCE;
pub use report_plate::{PlateFault, ReportError};
pub use service::{OfficeSettings, Service, Settings};
pub use show_person::PersonInfo;
pub use show_window::WindowInfo;
pub use sign_in::{CodeGiven, SignIn, SignedIn};
pub use submit_rating::{FormKey, Submission, SubmitError, Submitted};
pub use take_seat::{Seat, Seated};
pub use world::{Clock, Random, System, World};
