//! The cluster: start, kill, restart.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{Error, account::Account, bin_dir, guard::Guard, place, processes};

const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub struct Cluster {
    bin: PathBuf,
    dir: PathBuf,
    port: u16,
    account: Account,
    guard: Guard,
    postmaster: Option<Child>,
}

impl Cluster {
    /// Makes a cluster and waits until it answers. Commits are durable (`fsync` on), as in service.
    pub fn start() -> Result<Self, Error> {
        let bin = bin_dir().ok_or(Error::NotInstalled)?;
        let account = Account::find()?;
        let dir = place::make(account)?;
        let guard = Guard::over(&dir)?;
        let mut cluster = Self { bin, dir, port: 0, account, guard, postmaster: None };
        cluster.init()?;
        // Between finding a free port and taking it another process may be faster: try again.
        let mut tries = 3;
        loop {
            cluster.port = free_port()?;
            match cluster.serve() {
                Err(_) if tries > 1 => tries -= 1,
                outcome => return outcome.map(|()| cluster),
            }
        }
    }

    /// The address of the database `postgres`, as its superuser.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// The address of another database of this cluster.
    pub fn url_of(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn bin(&self) -> &Path {
        &self.bin
    }

    /// Kills every process of the server at once, as if the machine had lost them: nothing is
    /// flushed, no client is told.
    pub fn kill_9(&mut self) -> Result<(), Error> {
        let Some(mut postmaster) = self.postmaster.take() else { return Ok(()) };
        // The postmaster first: a child that it sees die would make it restart the others.
        let _ = postmaster.kill();
        let backends = processes::children(postmaster.id());
        processes::kill_9(&backends)?;
        postmaster.wait().map_err(Error::io("waiting for postgres"))?;
        processes::wait_until_gone(&backends);
        Ok(())
    }

    /// Starts the server again on the same port and data, after [`Self::kill_9`]; recovery runs first.
    pub fn restart(&mut self) -> Result<(), Error> {
        self.kill_9()?;
        self.serve()
    }

    /// Runs one statement with `psql` and gives back what it printed, bare.
    pub fn psql(&self, statement: &str) -> Result<String, Error> {
        let mut command = Command::new(self.bin.join("psql"));
        command.args(["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-c", statement]).arg(self.url());
        output("psql", &mut command)
    }

    fn init(&self) -> Result<(), Error> {
        let mut command = self.account.command(self.bin.join("initdb"));
        command.arg("-D").arg(self.data()).current_dir(&self.dir).args([
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        output("initdb", &mut command).map(drop)
    }

    fn serve(&mut self) -> Result<(), Error> {
        let log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.log())
            .map_err(Error::io("the server's log"))?;
        let mut command = self.account.command(self.bin.join("postgres"));
        command
            .arg("-D")
            .arg(self.data())
            .arg("-p")
            .arg(self.port.to_string())
            .arg("-k")
            .arg(&self.dir)
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "fsync=on", "-c", "synchronous_commit=on"])
            .args(["-c", "max_connections=200"])
            .current_dir(&self.dir)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        let postmaster = command.spawn().map_err(Error::io("postgres"))?;
        self.postmaster = Some(postmaster);
        self.wait_until_ready()
    }

    fn wait_until_ready(&mut self) -> Result<(), Error> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(postmaster) = &mut self.postmaster
                && postmaster.try_wait().map_err(Error::io("postgres"))?.is_some()
            {
                break;
            }
            let asked = Command::new(self.bin.join("pg_isready"))
                .args(["-q", "-h", "127.0.0.1", "-p"])
                .arg(self.port.to_string())
                .status()
                .map_err(Error::io("pg_isready"))?;
            if asked.success() {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
        self.kill_9()?;
        Err(Error::NotReady { log: self.log(), said: end_of(&self.log()) })
    }

    fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    fn log(&self) -> PathBuf {
        self.dir.join("log")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The guard does not know about zombies: reap the postmaster as soon as it has gone.
        let reaper = self.postmaster.take().map(|mut child| thread::spawn(move || child.wait()));
        self.guard.tidy();
        if let Some(reaper) = reaper {
            let _ = reaper.join();
        }
    }
}

fn free_port() -> Result<u16, Error> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(Error::io("a free port"))?;
    Ok(listener.local_addr().map_err(Error::io("a free port"))?.port())
}

fn output(what: &str, command: &mut Command) -> Result<String, Error> {
    let output = command.stdin(Stdio::null()).output().map_err(Error::io(what))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(Error::Failed { what: what.to_owned(), said: String::from_utf8_lossy(&said).into_owned() })
}

fn end_of(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}
