//! What people do, one file each: submit a rating, open a receipt, add a follow-up, find a window, import
//! cases. A use case checks the rules of `domain`, asks `storage`, and knows nothing of HTTP or HTML.
//!
//! To add one: a file with a method on [`Service`], its own result type that names every way it can end,
//! and a test through the whole router in `server/tests`.

mod add_follow_up;
mod disguise;
mod find_places;
mod guard;
mod import_cases;
pub mod keys;
mod mark;
mod open_case_link;
mod open_receipt;
mod reissue_link;
mod revoke_link;
mod service;
mod show_window;
mod submit_rating;
mod world;

pub use add_follow_up::FollowUpResult;
pub use find_places::{FoundPlaces, HALLS_SHOWN, WINDOWS_SHOWN};
pub use import_cases::{ImportError, ImportReport, IssuedLink, RowError, RowFault};
pub use keys::{Keys, KeysError, Purpose};
pub use open_case_link::{CaseLink, CaseToken, LinkState};
pub use open_receipt::{OpenReceipt, PinResult, ReceiptResult};
pub use service::{Service, Settings};
pub use show_window::WindowInfo;
pub use submit_rating::{FormKey, Submission, SubmitError, Submitted};
pub use world::{Clock, Random, System, World};
