//! Where PostgreSQL's own programs are: Debian keeps them off the PATH, one directory a version.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The directory with `initdb` and `postgres`: what `HCP_TEST_PG_BIN` names, else Debian's newest
/// version, else the PATH.
pub fn bin_dir() -> Option<PathBuf> {
    if let Some(named) = env::var_os("HCP_TEST_PG_BIN").map(PathBuf::from) {
        return complete(&named).then_some(named);
    }
    newest_of_debian().or_else(on_the_path)
}

fn newest_of_debian() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| complete(bin))
        .collect();
    versions.sort();
    versions.pop().map(|(_, bin)| bin)
}

fn on_the_path() -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).find(|dir| complete(dir))
}

fn complete(bin: &Path) -> bool {
    ["initdb", "postgres", "pg_isready"].iter().all(|program| bin.join(program).is_file())
}
