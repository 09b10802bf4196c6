//! The account that the server runs under: our own, or `postgres` where we are root.

use std::{os::unix::process::CommandExt, process::Command};

use crate::Error;

/// `None` where the current user will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    ids: Option<(u32, u32)>,
}

impl Account {
    pub(crate) fn find() -> Result<Self, Error> {
        if id(&["-u"])? != Some(0) {
            return Ok(Self { ids: None });
        }
        match (id(&["-u", "postgres"])?, id(&["-g", "postgres"])?) {
            (Some(user), Some(group)) => Ok(Self { ids: Some((user, group)) }),
            _ => Err(Error::NoAccount),
        }
    }

    /// A command that will run under this account.
    pub(crate) fn command(self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        if let Some((user, group)) = self.ids {
            command.gid(group).uid(user);
        }
        command
    }

    /// User and group that must own the data directory, where they are not ours.
    pub(crate) fn owner(self) -> Option<(u32, u32)> {
        self.ids
    }
}

fn id(arguments: &[&str]) -> Result<Option<u32>, Error> {
    let output = Command::new("id").args(arguments).output().map_err(Error::io("id"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse().ok())
}
