//! The one who tidies up. A shell in a process group of its own reads from a pipe whose other end
//! only we hold: the end of file comes when we close it, or when we die, however we die. Then it
//! ends the server that the data directory names and removes the directory.

use std::{
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::Error;

/// `$1` is the cluster's directory. A stale pid could belong to somebody else by now, so the
/// command line must name our directory.
const TIDY: &str = r#"
cat > /dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2> /dev/null)
ours() { [ -n "$pid" ] && grep -q -F "$1/data" "/proc/$pid/cmdline" 2> /dev/null; }
ours "$1" && kill -QUIT "$pid"
turns=0
while ours "$1" && [ "$turns" -lt 100 ]; do sleep 0.05; turns=$((turns + 1)); done
ours "$1" && kill -KILL "$pid"
rm -rf "$1"
"#;

#[derive(Debug)]
pub(crate) struct Guard(Child);

impl Guard {
    pub(crate) fn over(dir: &Path) -> Result<Self, Error> {
        Command::new("sh")
            .args(["-c", TIDY, "sh"])
            .arg(dir)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map(Self)
            .map_err(Error::io("sh"))
    }

    /// Has the shell tidy up now, and waits for it.
    pub(crate) fn tidy(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}
