//! Work order (差评整改单): what becomes of a valid 1★ or 2★, from the commit to an answer the citizen can see and judge.
//! 差评件件有整改、有落实、有反馈 (国办发〔2019〕51号; the city's work plan, 二(五)).
//!
//! [`state`] names the states, [`act`] what can be done and by whom, [`step`] which act leads where and what it
//! needs — and nothing else does. [`clock`] says by when. Three things are held by [`step`] alone and proved by walking
//! every trace (`explore`): an order is never closed without an answer to the citizen, never by the unit it is about,
//! and never for a person who gave her name without the call the plan promises her.

pub mod act;
pub mod clock;
pub mod state;
pub mod step;

#[cfg(test)]
mod explore;

pub use act::{Act, ActKind, CallResult, Disposition, Ground, Opinion, Party};
pub use clock::{ClockRules, Colour, Event, Times};
pub use state::State;
pub use step::{Contest, MoreTime, Order, Refused, StepRules};
