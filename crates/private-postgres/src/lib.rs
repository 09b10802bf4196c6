//! A PostgreSQL of one's own for a test: on a free port of 127.0.0.1, in a temporary directory,
//! from the installed binaries. It is stopped and removed when the value is dropped, and also when
//! the process that holds it dies (a shell waits on a pipe that only this process keeps open).
//!
//! ```no_run
//! let mut cluster = private_postgres::Cluster::start()?;
//! println!("{}", cluster.url());
//! cluster.kill_9()?; // as a power cut would for the processes: nothing is flushed, nobody says goodbye
//! cluster.restart()?; // recovery runs; the port and the data are the same
//! # Ok::<(), private_postgres::Error>(())
//! ```
//!
//! PostgreSQL refuses to run as root, so root starts it as the user `postgres`.

mod account;
mod binaries;
mod cluster;
mod error;
mod guard;
mod place;
mod processes;

pub use binaries::bin_dir;
pub use cluster::Cluster;
pub use error::Error;
