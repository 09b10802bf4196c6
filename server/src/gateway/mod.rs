//! What the server asks of other systems, by HTTP.
//!
//! [`http`] is the one client: it follows no redirects, waits a limited time and reads a limited answer. To add
//! another system: a file here that makes requests of its own kind and reads their answers.

pub mod http;
pub mod messages;
pub mod province;
pub mod template;

pub use http::{HttpAnswer, HttpClient, HttpError};
pub use messages::MessageGateway;
pub use province::ProvincePage;
