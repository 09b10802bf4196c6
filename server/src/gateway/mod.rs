//! What the server asks of other systems, by HTTP.
//!
//! [`http`] is the one client: it follows no redirects, waits a limited time and reads a limited answer. To add
//! another system: a file here that makes requests of its own kind and reads their answers.

pub mod codes;
pub mod http;
pub mod identity;
pub mod messages;
pub mod province;
pub mod template;

pub use codes::CodeTexts;
pub use http::{HttpAnswer, HttpClient, HttpError};
pub use identity::{BridgeAnswer, Brought, Identities, IdentityError};
pub use messages::MessageGateway;
pub use province::ProvincePage;
