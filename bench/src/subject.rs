//! What is measured: the release binary with the default configuration, on a database of its own.

use crate::Outcome;
use std::fs::File;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use storage::testing::one_window;
use storage::{Db, Options};

/// Code of the one window.
pub fn window() -> domain::WindowCode {
    domain::WindowCode::from_random(4242)
}

/// A folder with keys, configuration and a database with one window.
pub struct Place {
    pub folder: tempfile::TempDir,
    pub address: SocketAddr,
    pub database: String,
}

impl Place {
    /// On SQLite in the folder, or on the database of this URL.
    pub fn new(database: Option<String>, group: usize) -> Outcome<Place> {
        // Beside the build, not in /tmp: that may be memory, and a sync to memory measures nothing.
        let folder = tempfile::tempdir_in(target())?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let file = format!("sqlite:{}", folder.path().join("hcp.db").display());
        let database = database.unwrap_or(file);
        let config = format!(
            "[server]\nlisten = \"{address}\"\npublic_url = \"http://{address}\"\nsite = \"{}\"\n\
             [database]\nurl = \"{database}\"\ngroup = {group}\n[keys]\nfile = \"{}\"\n",
            target().join("site").display(),
            folder.path().join("keys.toml").display(),
        );
        std::fs::write(folder.path().join("config.toml"), config)?;
        let place = Place { folder, address, database };
        place.command(&["keys", "new"])?.status()?;
        blocking(async {
            let db = Db::open(&Options::new(&place.database)).await?;
            db.insert_places(&one_window(window())).await?;
            db.close().await;
            Ok(())
        })?;
        Ok(place)
    }

    pub fn config(&self) -> PathBuf {
        self.folder.path().join("config.toml")
    }

    /// URL of the window's page.
    pub fn url(&self) -> String {
        format!("http://{}/w/{}", self.address, window())
    }

    /// The release binary with this place's configuration.
    pub fn command(&self, arguments: &[&str]) -> Outcome<Command> {
        let mut command = Command::new(binary()?);
        command.arg("--config").arg(self.config()).args(arguments).current_dir(self.folder.path());
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(self.folder.path().join("log"))?);
        Ok(command)
    }

    /// Starts serving; returns with the time until it was ready.
    pub fn serve(&self) -> Outcome<(Running, Duration)> {
        let started = Instant::now();
        let running = Running::start(&mut self.command(&["serve"])?, self.address)?;
        Ok((running, started.elapsed()))
    }

    /// Ratings stored; the log must be whole.
    pub fn ratings(&self) -> Outcome<u64> {
        blocking(async {
            let db = Db::open(&Options::new(&self.database)).await?;
            let check = db.check_log().await?;
            db.close().await;
            match check.fault {
                None => Ok(check.ratings as u64),
                Some(fault) => Err(fault.to_string().into()),
            }
        })
    }
}

/// A process that listens; killed with this value.
pub struct Running(Child);

impl Running {
    /// Returns when it accepts connections and is ready.
    pub fn start(command: &mut Command, address: SocketAddr) -> Outcome<Running> {
        let mut running = Running(command.spawn()?);
        while !answers(address) {
            if let Some(status) = running.0.try_wait()? {
                return Err(format!("{command:?} ended: {status}").into());
            }
            std::thread::yield_now();
        }
        Ok(running)
    }

    /// Resident memory, KiB.
    pub fn resident_kib(&self) -> Outcome<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse()?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn answers(address: SocketAddr) -> bool {
    get(address, "/readyz", "").is_ok_and(|answer| answer.starts_with(b"HTTP/1.1 200"))
}

/// A whole answer, headers and body, as it came over the wire.
pub fn get(address: SocketAddr, path: &str, headers: &str) -> Outcome<Vec<u8>> {
    send(address, "GET", path, headers, "")
}

/// The answer to a request with a body.
pub fn send(address: SocketAddr, method: &str, path: &str, headers: &str, body: &str) -> Outcome<Vec<u8>> {
    use std::io::{Read, Write};
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.write_all(
        format!("{method} {path} HTTP/1.1\r\nhost: h\r\n{headers}connection: close\r\n\r\n{body}").as_bytes(),
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// The target folder this program was built in.
pub fn target() -> &'static Path {
    static TARGET: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    TARGET.get_or_init(|| {
        let exe = std::env::current_exe().unwrap_or_default();
        exe.ancestors().nth(2).unwrap_or(Path::new("target")).to_owned()
    })
}

fn binary() -> Outcome<PathBuf> {
    let path = target().join("release/server");
    if path.is_file() { Ok(path) } else { Err(format!("{} is not built", path.display()).into()) }
}

/// Runs a future on a runtime of its own.
pub fn blocking<T>(work: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}
