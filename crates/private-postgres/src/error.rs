//! What can keep a cluster from starting, each with what to do about it.

use std::{fmt, io, path::PathBuf};

#[derive(Debug)]
pub enum Error {
    /// No `initdb` and `postgres` were found.
    NotInstalled,
    /// Root needs the user `postgres`, and there is none.
    NoAccount,
    /// A program could not be started.
    Io { what: String, source: io::Error },
    /// A program ran and failed; its last words follow.
    Failed { what: String, said: String },
    /// The server did not answer in time; the log's end follows.
    NotReady { log: PathBuf, said: String },
}

impl Error {
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInstalled => write!(
                f,
                "PostgreSQL is not installed: install the package `postgresql`, or name its bin directory in HCP_TEST_PG_BIN"
            ),
            Self::NoAccount => {
                write!(f, "there is no user `postgres`, and PostgreSQL refuses to run as root")
            }
            Self::Io { what, source } => write!(f, "{what}: {source}"),
            Self::Failed { what, said } => write!(f, "{what} failed:\n{said}"),
            Self::NotReady { log, said } => {
                write!(f, "PostgreSQL did not answer in time ({}):\n{said}", log.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
