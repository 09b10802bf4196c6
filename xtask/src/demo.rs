//! A demo server for the browser tests: a free port, a directory of its own, ended with this value.

use std::{
    env, fs,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{self, Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{paths, sh::Outcome};

const PATIENCE: Duration = Duration::from_secs(120);

pub struct Demo {
    child: Child,
    data: PathBuf,
    address: String,
}

impl Demo {
    /// Starts `server demo` and waits until it has loaded its data and answers. What it logs goes to
    /// `log`.
    pub fn start(server: &Path, log: &Path) -> Outcome<Self> {
        let data = env::temp_dir().join(format!("hcp-demo-{}", process::id()));
        fs::create_dir_all(&data)?;
        if let Some(dir) = log.parent() {
            fs::create_dir_all(dir)?;
        }
        let output = fs::File::create(log)?;
        let address = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.to_string();
        let child = Command::new(server)
            .args(["demo", "--listen", &address, "--data"])
            .arg(&data)
            .env("HCP_SERVER__SITE", paths::site())
            .env("HCP_CONTAINERS__BACK", r#"["https://zwfw.example"]"#)
            .current_dir(paths::root())
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .map_err(|error| format!("{}: {error}", server.display()))?;
        let mut demo = Self { child, data, address };
        demo.wait_until_ready(log)?;
        Ok(demo)
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What the demo says about its windows and cases.
    pub fn description(&self) -> PathBuf {
        self.data.join("demo.json")
    }

    fn wait_until_ready(&mut self, log: &Path) -> Outcome {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait()? {
                return Err(format!("the demo server ended ({status}):\n{}", end_of(log)).into());
            }
            if self.description().exists() && TcpStream::connect(&self.address).is_ok() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(format!("the demo server did not answer on {}:\n{}", self.address, end_of(log)).into())
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.data);
    }
}

fn end_of(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}
