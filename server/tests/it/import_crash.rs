//! The process killed in the middle of an import: it is in whole or not at all, and its page says which.

use crate::support::office::PASSWORD;
use crate::support::process::{Server, command, configure};
use domain::{Millis, Role};
use private_postgres::Cluster;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use storage::testing::{TestDatabase, one_window};
use storage::{Db, Grant, NewAccount, Options};

/// A browser over a real socket.
#[derive(Clone)]
struct Client {
    address: SocketAddr,
    cookies: Vec<(String, String)>,
}

impl Client {
    /// Sends a request; status, `Location` and body, or `None` when nobody answered.
    fn send(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> Option<(u16, String, String)> {
        let cookies: Vec<String> = self.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: t\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
             cookie: {}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            cookies.join("; "),
            body.len()
        );
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body).ok()?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).ok()?;
        let text = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let value = |name: &str| {
            head.lines().filter_map(|l| l.strip_prefix(name)).map(str::to_owned).collect::<Vec<_>>()
        };
        for cookie in value("set-cookie: ") {
            let (name, value) = cookie.split(';').next()?.split_once('=')?;
            self.cookies.retain(|(n, _)| n != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        Some((status, value("location: ").pop().unwrap_or_default(), body.to_owned()))
    }

    fn get(&mut self, path: &str) -> String {
        self.send("GET", path, "text/plain", b"").expect("an answer").2
    }

    fn post(&mut self, path: &str, fields: &str) -> Option<(u16, String, String)> {
        self.send("POST", path, "application/x-www-form-urlencoded", fields.as_bytes())
    }

    fn token(&mut self, path: &str) -> String {
        let page = self.get(path);
        page.split("name=\"csrf\" value=\"")
            .nth(1)
            .and_then(|r| r.split('"').next())
            .expect("a token")
            .to_owned()
    }

    fn upload(&mut self, file: &str) -> Option<(u16, String, String)> {
        let token = self.token("/office/import/windows");
        let body = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--edge\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\n{file}\r\n--edge--\r\n"
        );
        self.send("POST", "/office/import/windows", "multipart/form-data; boundary=edge", body.as_bytes())
    }
}

fn blocking<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn execute(url: &str, sql: &str) -> u64 {
    blocking(async {
        let options = Options::new(url);
        let test = TestDatabase::of(options.clone(), Db::open(&options).await.unwrap());
        let touched = test.execute(sql).await.unwrap();
        test.db.close().await;
        touched
    })
}

fn windows(url: &str) -> i64 {
    blocking(async {
        let db = Db::open(&Options::new(url)).await.unwrap();
        let count = db.count_windows().await.unwrap();
        assert_eq!(db.check_audit().await.unwrap().fault, None);
        db.close().await;
        count
    })
}

fn prepare(folder: &Path, url: &str) -> SocketAddr {
    let address = configure(folder, url);
    assert!(command(folder, &["keys", "new"]).status.success());
    blocking(async {
        let db = Db::open(&Options::new(url)).await.unwrap();
        db.insert_places(&one_window(domain::WindowCode::from_random(4242))).await.unwrap();
        let account = NewAccount {
            id: 9,
            login: "manager".into(),
            name: "示例管理员".into(),
            grant: Grant {
                role: Some(Role::HallManager.word().into()),
                hall_id: Some(1),
                ..Grant::default()
            },
            password_hash: usecases::password::hash_password(PASSWORD, [7; 16]),
            must_change: false,
        };
        assert!(db.insert_account(&account, Millis(1), &[]).await.unwrap());
        db.close().await;
    });
    address
}

fn signed_in(address: SocketAddr) -> Client {
    let mut client = Client { address, cookies: Vec::new() };
    let answer = client.post("/office/sign-in", &format!("account=manager&password={PASSWORD}"));
    assert_eq!(answer.expect("an answer").0, 303);
    client
}

fn file(rows: usize, round: usize) -> String {
    let rows: String = (0..rows).map(|n| format!("{round}区{n}号窗口,示例部门\n")).collect();
    format!("窗口名称,部门\n{rows}")
}

/// Page of the newest import.
fn newest(client: &mut Client) -> String {
    let page = client.get("/office/import/windows");
    let ids = page.split("href=\"/office/import/windows/").skip(1).filter_map(|rest| rest.split('"').next());
    let id = ids.into_iter().find(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit()));
    let id = id.unwrap_or_else(|| panic!("no import in {page}"));
    format!("/office/import/windows/{id}")
}

fn killed_while_checking(url: &str, folder: &Path) {
    let address = prepare(folder, url);
    let mut server = Server::start(folder, address);
    let mut client = signed_in(address);
    let mut sender = client.clone();
    let sending = std::thread::spawn(move || sender.upload(&file(90_000, 0)));
    while execute(url, "UPDATE import SET done_rows = done_rows WHERE state = 'checking'") == 0 {
        std::thread::yield_now();
    }
    server.kill();
    let _ = sending.join();
    let _server = Server::start(folder, address);
    // Ten seconds without a sign of life have gone by.
    assert_eq!(execute(url, "UPDATE import SET beat_at = beat_at - 20000 WHERE state = 'checking'"), 1);
    let path = newest(&mut client);
    let page = client.get(&path);
    assert!(page.contains("这次导入已中断，没有写入任何内容。请重新上传。"), "{page}");
    assert_eq!(windows(url), 1);
    // And she does so.
    let (status, path, _) = client.upload(&file(3, 0)).expect("an answer");
    assert_eq!(status, 303);
    assert!(client.get(&path).contains("确认导入 3 个窗口"));
}

fn killed_while_putting_in(url: &str, folder: &Path) {
    const ROWS: usize = 6_000;
    let address = prepare(folder, url);
    let mut server = Server::start(folder, address);
    let mut client = signed_in(address);
    let mut there = 1;
    for round in 0..4 {
        let (_, path, _) = client.upload(&file(ROWS, round)).expect("an answer");
        while client.get(&path).contains("正在") {}
        let token = client.token(&path);
        let (mut presser, form) = (client.clone(), format!("csrf={token}"));
        let confirm = format!("{path}/confirm");
        let pressing = std::thread::spawn(move || presser.post(&confirm, &form));
        // Another moment in every round, measured in answers and not in time.
        for _ in 0..round * round * 40 {
            server.get("/healthz");
        }
        server.kill();
        let _ = pressing.join();
        server = Server::start(folder, address);
        let page = client.get(&path);
        let now = windows(url);
        if page.contains("确认导入") {
            assert_eq!(now, there, "nothing of it is there");
            let token = client.token(&path);
            client.post(&format!("{path}/confirm"), &format!("csrf={token}"));
        } else {
            assert_eq!(now, there + ROWS as i64, "all of it is there: {page}");
        }
        there += ROWS as i64;
        assert_eq!(windows(url), there);
    }
}

#[test]
fn a_check_that_is_killed_says_so_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    killed_while_checking(&format!("sqlite:{}", folder.path().join("hcp.db").display()), folder.path());
    let (folder, cluster) = (tempfile::tempdir().unwrap(), Cluster::start().unwrap());
    killed_while_checking(&cluster.url(), folder.path());
}

#[test]
fn an_import_killed_at_any_moment_is_in_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    killed_while_putting_in(&format!("sqlite:{}", folder.path().join("hcp.db").display()), folder.path());
    let (folder, cluster) = (tempfile::tempdir().unwrap(), Cluster::start().unwrap());
    killed_while_putting_in(&cluster.url(), folder.path());
}
