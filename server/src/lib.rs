//! Composition: configuration, routes, form posts, downloads and the command line around the use cases.
//! Nothing here decides a rule; HTTP status is decided in `web`, and nowhere else.

mod audit_file;
pub mod cli;
pub mod config;
pub mod demo;
pub mod gateway;
pub mod jobs;
pub mod outbox;
pub mod setup;
pub mod studio;
pub mod web;
