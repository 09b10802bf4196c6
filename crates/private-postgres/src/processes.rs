//! The server's processes: each backend is a session of its own, so a signal to the group would
//! miss them; they are found by their parent.

use std::{fs, process::Command, thread, time::Duration};

use crate::Error;

/// The direct children of a process.
pub(crate) fn children(parent: u32) -> Vec<u32> {
    let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|&pid| parent_of(pid) == Some(parent))
        .collect()
}

/// The fourth field of `/proc/PID/stat`, counted from the last `)`: the name may hold anything.
fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat[stat.rfind(')')? + 1..].split_whitespace().nth(1)?.parse().ok()
}

/// SIGKILL to each; one that is already gone is no error.
pub(crate) fn kill_9(pids: &[u32]) -> Result<(), Error> {
    if pids.is_empty() {
        return Ok(());
    }
    Command::new("kill")
        .arg("-KILL")
        .args(pids.iter().map(u32::to_string))
        .output()
        .map(drop)
        .map_err(Error::io("kill"))
}

/// Waits until none of them is left, or five seconds have gone.
pub(crate) fn wait_until_gone(pids: &[u32]) {
    for _ in 0..500 {
        if pids.iter().all(|&pid| parent_of(pid).is_none()) {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
}
