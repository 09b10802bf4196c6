//! The process and the database killed at any moment: what was acknowledged is there, once.

use crate::support::process::{Server, command, configure, post};
use private_postgres::Cluster;
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use storage::testing::one_window;
use storage::{Db, Options};

/// Rounds of each story; `cargo xtask torture` asks for more.
fn rounds() -> usize {
    std::env::var("HCP_CRASH_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(5)
}

const CLIENTS: usize = 8;

/// Acknowledged ratings: idempotency key and receipt.
type Acknowledged = Arc<Mutex<HashMap<String, String>>>;

struct Load {
    stop: Arc<AtomicBool>,
    sent: Arc<AtomicUsize>,
    clients: Vec<std::thread::JoinHandle<()>>,
}

/// Clients that rate as fast as they are answered, and write down what was acknowledged.
fn load(address: std::net::SocketAddr, path: &str, round: usize, acknowledged: &Acknowledged) -> Load {
    let (stop, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let clients = (0..CLIENTS).map(|client| {
        let (stop, sent, path, acknowledged) =
            (stop.clone(), sent.clone(), path.to_owned(), acknowledged.clone());
        std::thread::spawn(move || {
            let mut n = 0;
            while !stop.load(Ordering::SeqCst) {
                let key = format!("round-{round:04}-client-{client:04}-{n:06}");
                n += 1;
                if let Some((303, receipt)) = post(address, &path, &format!("level=1&words=x&key={key}")) {
                    acknowledged.lock().unwrap().insert(key, receipt);
                    sent.fetch_add(1, Ordering::SeqCst);
                }
            }
        })
    });
    Load { clients: clients.collect(), stop, sent }
}

impl Load {
    /// Returns when so many were acknowledged: a different moment in every round, and no timer.
    fn wait_for(&self, acknowledged: usize) {
        while self.sent.load(Ordering::SeqCst) < acknowledged {
            std::thread::yield_now();
        }
    }

    fn end(self) {
        self.stop.store(true, Ordering::SeqCst);
        for client in self.clients {
            client.join().unwrap();
        }
    }
}

fn blocking<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn prepare(folder: &Path, url: &str) -> (std::net::SocketAddr, String) {
    let address = configure(folder, url);
    assert!(command(folder, &["keys", "new"]).status.success());
    let code = domain::WindowCode::from_random(4242);
    blocking(async {
        let db = Db::open(&Options::new(url)).await.unwrap();
        db.insert_places(&one_window(code)).await.unwrap();
        db.close().await;
    });
    (address, format!("/w/{code}"))
}

/// Every acknowledged rating is stored, once, under the receipt that was told; sending it again finds it.
fn everything_is_there(url: &str, server: &Server, path: &str, acknowledged: &Acknowledged) {
    let told = acknowledged.lock().unwrap();
    let stored = blocking(async {
        let db = Db::open(&Options::new(url)).await.unwrap();
        let check = db.check_log().await.unwrap();
        assert_eq!(check.fault, None);
        let mut receipts = Vec::new();
        let mut after = 0;
        loop {
            let page = db.export_page(after, 1000).await.unwrap();
            let Some(last) = page.last() else { break };
            after = last.id;
            receipts.extend(page.into_iter().map(|r| format!("/r/{}", r.receipt)));
        }
        db.close().await;
        assert_eq!(receipts.len() as i64, check.ratings);
        receipts
    });
    let unique: std::collections::HashSet<&String> = stored.iter().collect();
    assert_eq!(unique.len(), stored.len(), "a receipt is stored twice");
    for receipt in told.values() {
        assert!(unique.contains(receipt), "acknowledged and lost: {receipt}");
    }
    for (key, receipt) in told.iter().take(20) {
        let again = post(server.address, path, &format!("level=1&words=x&key={key}"));
        assert_eq!(again, Some((303, receipt.clone())), "the same form finds its receipt");
    }
}

#[test]
fn a_server_killed_at_any_moment_loses_and_doubles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("hcp.db").display());
    let (address, path) = prepare(folder.path(), &url);
    let acknowledged = Acknowledged::default();
    for round in 0..rounds() {
        let mut server = Server::start(folder.path(), address);
        let load = load(address, &path, round, &acknowledged);
        load.wait_for(15 + 37 * round % 400);
        server.kill();
        load.end();
        let server = Server::start(folder.path(), address);
        everything_is_there(&url, &server, &path, &acknowledged);
    }
}

#[test]
fn a_postgres_killed_at_any_moment_loses_and_doubles_nothing_and_the_server_lives_on() {
    let mut cluster = Cluster::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let url = cluster.url();
    let (address, path) = prepare(folder.path(), &url);
    let acknowledged = Acknowledged::default();
    let server = Server::start(folder.path(), address);
    for round in 0..rounds() {
        let load = load(address, &path, round, &acknowledged);
        load.wait_for(15 + 37 * round % 400);
        cluster.kill_9().unwrap();
        cluster.restart().unwrap();
        // The same server, never restarted, takes ratings again.
        load.wait_for(load.sent.load(Ordering::SeqCst) + 5);
        load.end();
        everything_is_there(&url, &server, &path, &acknowledged);
    }
}

#[test]
fn the_log_is_on_disk_before_the_answer_goes_out() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("hcp.db").display());
    let (address, path) = prepare(folder.path(), &url);
    let server = Server::start(folder.path(), address);
    post(address, &path, "level=5").expect("a first rating opens the files");
    let trace = folder.path().join("trace");
    let mut strace = std::process::Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=fdatasync,fsync,write,writev,sendto,sendmsg", "-s", "64", "-o"])
        .arg(&trace)
        .args(["-p", &server.pid().to_string()])
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("strace is installed");
    // strace is attached once an answer shows up in its trace.
    let attached = || std::fs::read_to_string(&trace).is_ok_and(|t| t.contains("ok\\n"));
    while !attached() {
        server.get("/healthz");
    }
    let (status, _) = post(address, &path, "level=1&words=traced").expect("an answer");
    assert_eq!(status, 303);
    let read = || std::fs::read_to_string(&trace).unwrap_or_default();
    while !read().contains("HTTP/1.1 303") {
        std::thread::yield_now();
    }
    let _ = strace.kill();
    let _ = strace.wait();
    let text = read();
    let answer = text.find("HTTP/1.1 303").expect("the answer is traced");
    let synced = text[..answer].rfind("fdatasync(").expect("a sync before the answer");
    let finished = text[synced..answer].contains(" = 0");
    assert!(finished, "the sync had returned before the answer was written:\n{}", &text[synced..answer]);
}
