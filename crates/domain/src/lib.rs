//! Vocabulary and rules of service evaluation (政务服务“好差评”).
//!
//! No I/O, no clock, no randomness: whoever needs the time or a random code passes it in, so that
//! every rule here can be tested by naming its inputs, and the crate compiles to WebAssembly.
//!
//! One file holds one word of the glossary (`ARCHITECTURE.md`). To add a word: a file, a newtype or
//! enum whose constructor refuses what the rule refuses, the clause the rule comes from, and tests
//! beside it.

pub mod calendar;
pub mod case;
pub mod channel;
pub mod code;
pub mod code_tables;
pub mod container;
pub mod credit_code;
pub mod division;
pub mod follow_up;
pub mod indicator;
pub mod item;
pub mod item_code;
pub mod level;
pub mod message;
pub mod name;
pub mod phone;
pub mod rating;
pub mod record;
pub mod retention;
pub mod role;
pub mod scope;
pub mod time;
pub mod words;
pub mod work_order;

pub use calendar::{Calendar, Window};
pub use channel::{Actor, Channel};
pub use code::{ReceiptCode, WindowCode};
pub use container::Container;
pub use credit_code::CreditCode;
pub use division::{DivisionCode, DivisionLevel};
pub use indicator::{Indicator, IndicatorTable};
pub use level::Level;
pub use name::{DisplayName, NameError};
pub use phone::Phone;
pub use rating::{RatingContent, RatingError, RatingInput};
pub use role::{Permission, Role, RolePlace};
pub use scope::Scope;
pub use time::Millis;
pub use words::Words;
