//! People of the office for a test: accounts in a role, signed in as people sign in.

use super::{Browser, START, TestApp};
use domain::{Millis, Role};
use std::sync::LazyLock;
use storage::{Grant, NewAccount};
use usecases::PersonalField;
use usecases::second_factor::SecondFactor;

/// Everybody's password; its hash is made once.
pub const PASSWORD: &str = "Hall-Window-37";
static HASH: LazyLock<String> = LazyLock::new(|| usecases::password::hash_password(PASSWORD, [7; 16]));
/// Everybody's second factor.
const SECRET: [u8; 20] = *b"12345678901234567890";

/// An account and what it takes to sign in.
pub struct Person {
    pub id: i64,
    pub login: String,
    pub has_second_factor: bool,
}

impl TestApp {
    /// An account in this role, its password chosen, its second factor set where the role needs one.
    pub async fn person(&self, login: &str, role: Option<Role>, grant: Grant) -> Person {
        let grant = Grant { role: role.map(|r| r.word().to_owned()), ..grant };
        let id = self.web.service.next_id();
        let has_second_factor = role.is_some_and(Role::needs_second_factor);
        let account = NewAccount {
            id,
            login: login.to_owned(),
            name: format!("示例{login}"),
            grant,
            password_hash: HASH.clone(),
            must_change: false,
        };
        assert!(self.db().insert_account(&account, START, &[]).await.expect("an account"));
        if has_second_factor {
            let hex: String = SECRET.iter().map(|b| format!("{b:02x}")).collect();
            let nonce = self.web.service.world().bytes();
            let sealed = self.web.service.keys().seal(PersonalField::SecondFactor, &hex, nonce);
            let set = self.db().set_second_factor(id, Some((&sealed, 0)), 0, Millis(1), &[]).await;
            set.expect("a second factor");
        }
        Person { id, login: login.to_owned(), has_second_factor }
    }

    /// The code an authenticator app shows now.
    pub fn code(&self) -> String {
        SecondFactor::new(&SECRET, "", "").code(self.web.service.world().now())
    }

    /// A browser of the office: it says that its posts come from our own pages.
    pub fn desk(&self) -> Browser {
        let mut browser = self.browser();
        browser.headers.push(("sec-fetch-site", "same-origin"));
        browser
    }

    /// A browser in which this person has signed in.
    pub async fn signed_in(&self, person: &Person) -> Browser {
        let mut desk = self.desk();
        let fields = [("account", person.login.as_str()), ("password", PASSWORD)];
        let answer = desk.post("/office/sign-in", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        if person.has_second_factor {
            // A code is good once: another half minute, another code.
            self.wait(30_000);
            let answer = desk.send_form("/office/sign-in/code", &[("code", &self.code())]).await;
            assert_eq!(answer.location(), "/office", "{}", answer.body);
        }
        desk
    }

    /// A session of this account without signing in, for tests that need very many: a password takes its time.
    pub async fn entered(&self, login: &str) -> Browser {
        self.db().mark_demo().await.expect("a mark");
        let token = self.web.service.enter_demo(login).await.expect("a session").expect("an account");
        let mut desk = self.desk();
        desk.put_cookie("hp_office", &token);
        desk
    }

    /// Somebody in this role, signed in.
    pub async fn officer(&self, role: Role, grant: Grant) -> Browser {
        let person = self.person(role.word(), Some(role), grant).await;
        self.signed_in(&person).await
    }
}

impl Browser {
    /// Posts a form of the office as its page would: with the token of the page that holds it.
    pub async fn send_form(&mut self, path: &str, fields: &[(&str, &str)]) -> super::browser::Answer {
        self.send_form_of("/office/sessions", path, fields).await
    }

    /// The same with the token taken from this page.
    pub async fn send_form_of(
        &mut self,
        page: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> super::browser::Answer {
        let mut answer = self.get(page).await;
        if answer.status == 303 {
            answer = self.get(&answer.location()).await;
        }
        let token =
            answer.body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let token = token.unwrap_or_else(|| panic!("no token in {page}: {}", answer.body)).to_owned();
        self.post(path, &[fields, &[("csrf", token.as_str())]].concat()).await
    }

    /// Posts a form with a file as its page would.
    pub async fn send_files(
        &mut self,
        page: &str,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<&[u8]>,
    ) -> super::browser::Answer {
        let form = self.get(page).await;
        let token = form.body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let token = token.unwrap_or_else(|| panic!("no token in {page}: {}", form.body)).to_owned();
        self.post_multipart(path, &[fields, &[("csrf", token.as_str())]].concat(), file).await
    }

    /// Posts a form that can carry a file.
    pub async fn post_multipart(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<&[u8]>,
    ) -> super::browser::Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        if let Some(file) = file {
            body.extend_from_slice(
                b"--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n",
            );
            body.extend_from_slice(file);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        self.post_raw(path, "multipart/form-data; boundary=edge", body).await
    }
}
