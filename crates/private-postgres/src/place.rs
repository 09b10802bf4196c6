//! A temporary directory that the account can reach: every parent must let others pass.

use std::{
    env, fs,
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicU32, Ordering},
};

use crate::{Error, account::Account};

static NEXT: AtomicU32 = AtomicU32::new(0);

pub(crate) fn make(account: Account) -> Result<PathBuf, Error> {
    let parent = [env::temp_dir(), "/tmp".into(), "/var/tmp".into()]
        .into_iter()
        .find(|dir| account.owner().is_none() || others_may_pass(dir))
        .unwrap_or_else(env::temp_dir);
    // The name stays short: a socket's path has room for 107 bytes.
    let dir = parent.join(format!("hcp-pg-{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
    let said = || format!("making {}", dir.display());
    fs::create_dir(&dir).map_err(Error::io(said()))?;
    fs::set_permissions(&dir, fs::Permissions::from_mode(0o700)).map_err(Error::io(said()))?;
    if let Some((user, group)) = account.owner() {
        chown(&dir, Some(user), Some(group)).map_err(Error::io(said()))?;
    }
    Ok(dir)
}

fn others_may_pass(dir: &Path) -> bool {
    dir.ancestors().all(|at| fs::metadata(at).is_ok_and(|meta| meta.permissions().mode() & 0o001 != 0))
}
