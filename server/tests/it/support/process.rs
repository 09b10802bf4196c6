//! The real binary, for what only a process can show: being killed, reading a command line.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running server, killed with this value.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

/// Writes a configuration for a database in this folder, with keys and the files of the pages.
pub fn configure(folder: &Path, database_url: &str) -> SocketAddr {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port");
    let pkg = folder.join("site/pkg");
    std::fs::create_dir_all(&pkg).expect("a folder");
    let manifest = r#"{"css":"t.css","office_css":"o.css","boot":"b.js","js":"t.js","wasm":"t.wasm",
        "office_js":"o.js","office_wasm":"o.wasm"}"#;
    std::fs::write(pkg.join("manifest.json"), manifest).expect("a manifest");
    for name in ["t.css", "o.css", "b.js", "t.js", "t.wasm", "o.js", "o.wasm"] {
        std::fs::write(pkg.join(name), "").expect("a file");
    }
    let config = format!(
        "[server]\nlisten = \"{address}\"\npublic_url = \"http://{address}\"\nsite = \"{0}/site\"\n\
         [database]\nurl = \"{database_url}\"\n[keys]\nfile = \"{0}/keys.toml\"\n[log]\nlevel = \"warn\"\n",
        folder.display()
    );
    std::fs::write(folder.join("config.toml"), config).expect("a configuration");
    address
}

/// Runs a command of the binary to its end.
pub fn command(folder: &Path, arguments: &[&str]) -> std::process::Output {
    binary(folder).args(arguments).output().expect("the binary runs")
}

/// Through a shell that ignores SIGXFSZ: a limit on file size is then an error, as a full disk is, and not
/// the end of the process.
fn binary(folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_server")]);
    command.current_dir(folder).arg("--config").arg(folder.join("config.toml"));
    command
}

impl Server {
    /// Starts `server serve` and returns when it answers.
    pub fn start(folder: &Path, address: SocketAddr) -> Server {
        let log = std::fs::File::options().create(true).append(true).open(folder.join("log")).expect("a log");
        let child =
            binary(folder).arg("serve").stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn();
        let mut server = Server { child: child.expect("the binary starts"), address };
        // Each try is a connection; the loop ends by an answer or by the process's end.
        while server.get("/healthz").is_none() {
            let ended = server.child.try_wait().expect("the process can be asked");
            let log = || std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            assert!(ended.is_none(), "the server ended: {ended:?}\n{}", log());
            std::thread::yield_now();
        }
        server
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Status of a GET; `None` when nobody answers.
    pub fn get(&self, path: &str) -> Option<u16> {
        self.get_with(path, "x-nothing: 1")
    }

    /// The same with one more header line.
    pub fn get_with(&self, path: &str, line: &str) -> Option<u16> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: t\r\n{line}\r\nconnection: close\r\n\r\n");
        exchange(self.address, &request).map(|a| a.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Posts a form on a connection of its own; status and `Location`, or `None` when the answer did not come.
pub fn post(address: SocketAddr, path: &str, body: &str) -> Option<(u16, String)> {
    exchange(
        address,
        &format!(
            "POST {path} HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ),
    )
}

fn exchange(address: SocketAddr, request: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut location = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line).ok()? == 0 {
            return None; // cut off within the head
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("location: ") {
            location = value.trim().to_owned();
        }
    }
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).ok()?;
    Some((status, location))
}
