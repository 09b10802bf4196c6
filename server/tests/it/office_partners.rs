//! Business systems (partners) in the office: who may hand over whose cases, and with which keys.

use crate::support::tree::*;
use crate::support::{Answer, Browser, START, TestApp};
use domain::{CreditCode, Role};
use storage::{Grant, PartnerRequestRow};
use trust::{Algorithm, Authorization, Key};
use usecases::{PersonalField, Refused, SignedRequest};

const DAY: i64 = 86_400_000;
/// A point of the curve (GM/T 0003.5-2012, the base point) and digits that are none.
const PUBLIC_KEY: &str = "0432C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7\
    BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0";

async fn bureau(app: &TestApp) -> Browser {
    app.plant_tree().await;
    app.officer(Role::DataBureau, Grant::default()).await
}

/// Fields of a form in which nothing is wrong.
fn fields<'a>(name: &'a str, area: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("name", name), ("requests", "600"), ("cases", "6000"), ("division", area)]
}

/// Adds a partner and returns its page's path.
async fn added(desk: &mut Browser, name: &str) -> String {
    let answer = desk.send_form("/office/partners/new", &fields(name, DISTRICT)).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location()
}

fn id_of(path: &str) -> i64 {
    path.rsplit('/').next().unwrap().parse().expect("a row id")
}

fn coded<'a>(answer: &'a Answer, term: &str) -> &'a str {
    let rest = answer.body.split_once(&format!("<dt>{term}</dt>")).expect("the term is shown").1;
    rest.split_once("class=\"code\">").unwrap().1.split('<').next().unwrap()
}

/// Gives a key and returns its id and its secret.
async fn given(desk: &mut Browser, path: &str, days: &str) -> (String, String) {
    let asked = [("algorithm", "hmac-sm3"), ("days", days)];
    let answer = desk.send_form(&format!("{path}/keys/new"), &asked).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    (coded(&answer, "密钥编号").to_owned(), coded(&answer, "密钥").to_owned())
}

/// Is a request signed with this key let in now?
async fn opens(app: &TestApp, key: &str, secret: &str, nonce: &str) -> Result<String, Refused> {
    let service = &app.web.service;
    let digest = trust::digest(b"");
    let mut authorization = Authorization {
        algorithm: Algorithm::HmacSm3,
        key: key.to_owned(),
        time: service.world().now().0,
        nonce: nonce.to_owned(),
        signature: String::new(),
    };
    let text = authorization.text("GET", "/api/v1/areas", &digest);
    authorization.signature = Key::parse(Algorithm::HmacSm3, secret).unwrap().sign(&text).unwrap();
    let request = SignedRequest {
        authorization: &authorization,
        method: "GET",
        target: "/api/v1/areas",
        digest: &digest,
    };
    service.partner_of(&request).await.unwrap().map(|partner| partner.row.name)
}

#[tokio::test]
async fn a_partner_is_added_with_its_areas_and_changed() {
    for app in TestApp::both().await {
        let mut desk = bureau(&app).await;
        desk.get("/office").await.shows("/office/partners");
        let empty = desk.get("/office/partners").await;
        empty.shows("还没有业务系统");
        empty.shows("/office/partners/new");
        // One area is chosen, another is added to it.
        let mut asked = fields("示例社保系统", DISTRICT);
        asked.push(("find", "area"));
        let chosen = desk.send_form("/office/partners/new", &asked).await;
        assert_eq!(chosen.status, 200);
        chosen.shows("张店区 · 全部部门");
        chosen.shows("value=\"示例社保系统\"");
        let mut asked = fields("示例社保系统", OTHER_DISTRICT);
        asked.extend([("area", DISTRICT), ("notify", "1")]);
        let path = desk.send_form("/office/partners/new", &asked).await.location();
        let page = desk.get(&path).await;
        for words in ["张店区 · 全部部门；博山区 · 全部部门", "600 次请求，6000 件办件", "由好差评系统发送"]
        {
            page.shows(words);
        }
        page.shows("还没有可用的接口密钥");
        page.shows("最近没有请求");
        desk.get("/office/partners").await.shows("从未使用");
        // Renamed, slower, with one area less.
        let form = desk.get(&format!("{path}/edit")).await;
        form.shows("value=\"370304000000\"");
        let less = [("name", "示例社保系统二"), ("requests", "10"), ("cases", "20"), ("area", DISTRICT)];
        let saved = desk.send_form(&format!("{path}/edit"), &[&less[..], &[("version", "1")]].concat()).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        let page = desk.get(&path).await;
        page.shows("10 次请求，20 件办件");
        page.shows("名称：示例社保系统 → 示例社保系统二");
        page.shows("短信通知：发送 → 不发送");
        assert_eq!(app.db().partner_scopes(id_of(&path)).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_partner_of_one_department_needs_the_code_its_cases_are_known_by() {
    for app in TestApp::both().await {
        let mut desk = bureau(&app).await;
        let department = DEPARTMENT.to_string();
        let mut asked = fields("示例系统", DISTRICT);
        asked.push(("department", &department));
        let refused = desk.send_form("/office/partners/new", &asked).await;
        assert_eq!(refused.status, 422);
        refused.shows("“示例区审批局”没有登记统一社会信用代码");
        let code = CreditCode::sample("370303", 7).unwrap();
        let coded = format!("UPDATE department SET credit_code = '{code}' WHERE id = {DEPARTMENT}");
        app.database.execute(&coded).await.unwrap();
        let answer = desk.send_form("/office/partners/new", &asked).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        desk.get("/office/partners").await.shows("张店区 · 示例区审批局");
        let areas = app.db().partner_areas(id_of(&answer.location())).await.unwrap();
        assert!(areas.iter().all(|a| a.narrowed && a.credit_code.as_deref() == Some(code.as_str())));
    }
}

#[tokio::test]
async fn what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost() {
    for app in TestApp::both().await {
        let mut desk = bureau(&app).await;
        for (name, requests, cases, area, sentence) in [
            ("", "600", "6000", DISTRICT, "请填写名称"),
            ("示例系统", "0", "6000", DISTRICT, "请填写1–100000之间的整数"),
            ("示例系统", "600", "很多", DISTRICT, "请填写1–1000000之间的整数"),
            ("示例系统", "600", "6000", "", "请至少选择一个推送范围"),
            ("示例系统", "600", "6000", "370399000000", "范围里有已停用的区划"),
        ] {
            let asked = [("name", name), ("requests", requests), ("cases", cases), ("area", area)];
            let answer = desk.send_form("/office/partners/new", &asked).await;
            assert_eq!(answer.status, 422, "{sentence}");
            answer.shows(sentence);
            for typed in [name, requests, cases] {
                answer.shows(&format!("value=\"{typed}\""));
            }
        }
        // A department that cannot be read is not the same as all of them.
        let mut asked = fields("示例系统", DISTRICT);
        asked.push(("department", "x"));
        assert_eq!(desk.send_form("/office/partners/new", &asked).await.status, 422);
        assert!(app.db().partners(START).await.unwrap().is_empty());
        let path = added(&mut desk, "示例系统").await;
        let new = format!("{path}/keys/new");
        for (algorithm, public_key, sentence) in [
            ("sm2", "04abcd", "SM2 公钥应为 130 位十六进制数"),
            ("sm2", "", "SM2 公钥应为 130 位十六进制数"),
            ("rsa", "", "请选择签名算法"),
        ] {
            let asked = [("algorithm", algorithm), ("public_key", public_key)];
            let answer = desk.send_form(&new, &asked).await;
            assert_eq!(answer.status, 422, "{sentence}");
            answer.shows(sentence);
            answer.shows(public_key);
        }
        // A private key that was pasted is not shown again.
        let private = "1b".repeat(32);
        let answer = desk.send_form(&new, &[("algorithm", "sm2"), ("public_key", &private)]).await;
        answer.shows("这像是私钥");
        answer.hides(&private);
        assert!(app.db().partner_keys(id_of(&path)).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_secret_is_shown_once_and_stored_sealed() {
    for app in TestApp::both().await {
        let mut desk = bureau(&app).await;
        let path = added(&mut desk, "示例系统").await;
        let asked = [("algorithm", "hmac-sm3"), ("days", "")];
        let once = desk.send_form(&format!("{path}/keys/new"), &asked).await;
        assert_eq!(once.headers["cache-control"], "no-store");
        once.shows("密钥只显示这一次");
        once.shows("/api/v1");
        let (key, secret) = (coded(&once, "密钥编号").to_owned(), coded(&once, "密钥").to_owned());
        assert!(key.len() == 13 && key.starts_with('k'), "{key}");
        assert_eq!(secret.len(), 64);
        let page = desk.get(&path).await;
        page.shows(&key);
        page.hides(&secret);
        assert_eq!(opens(&app, &key, &secret, "nonce-0000000001").await, Ok("示例系统".to_owned()));
        desk.get(&path).await.hides("从未使用");
        // Neither in the database nor in the trail.
        let stored = app.db().partner_key(&key).await.unwrap().unwrap().key;
        let opened = app.web.service.keys().open(PersonalField::PartnerKey, &stored.material);
        assert_eq!(opened.as_deref(), Some(secret.as_str()));
        let dump = format!("{:?}", app.database.dump().await);
        let raw: String = secret.as_bytes().iter().map(|b| format!("{b:02x}")).collect();
        assert!(!dump.contains(&secret) && !dump.to_lowercase().contains(&raw));
        let trail = app.db().audit_after(0, 100).await.unwrap();
        let entry = trail.iter().find(|e| e.action == "partner.add_key").expect("an entry");
        assert!(entry.detail.as_deref().unwrap_or_default().contains(&key));
        assert!(!format!("{trail:?}").contains(&secret));
        // A public key has nothing to show.
        let asked = [("algorithm", "sm2"), ("public_key", PUBLIC_KEY), ("days", "")];
        let answer = desk.send_form(&format!("{path}/keys/new"), &asked).await;
        assert_eq!(answer.location(), path, "{}", answer.body);
        desk.get(&path).await.shows("SM2");
    }
}

#[tokio::test]
async fn a_key_is_changed_for_another_with_an_overlap() {
    for app in TestApp::both().await {
        let mut desk = bureau(&app).await;
        let path = added(&mut desk, "示例系统").await;
        let (old, old_secret) = given(&mut desk, &path, "").await;
        desk.get(&format!("{path}/keys/new")).await.shows("原有密钥再用几天");
        for days in ["0", "31", "-1", "七"] {
            let asked = [("algorithm", "hmac-sm3"), ("days", days)];
            let answer = desk.send_form(&format!("{path}/keys/new"), &asked).await;
            assert_eq!(answer.status, 422, "{days}");
            answer.shows("请填写1–30之间的天数");
        }
        let (new, new_secret) = given(&mut desk, &path, "7").await;
        app.wait(7 * DAY - 60_000);
        assert!(opens(&app, &old, &old_secret, "nonce-0000000001").await.is_ok());
        assert!(opens(&app, &new, &new_secret, "nonce-0000000002").await.is_ok());
        app.wait(10 * 60_000);
        assert_eq!(opens(&app, &old, &old_secret, "nonce-0000000003").await, Err(Refused::Signature));
        assert!(opens(&app, &new, &new_secret, "nonce-0000000004").await.is_ok());
        let mut desk = app.entered("data_bureau").await;
        let page = desk.get(&path).await;
        page.shows("已到期");
        page.shows("设定接口密钥到期");
        // What has ended does not come back.
        let late = desk.send_form(&format!("{path}/keys/{old}/end"), &[("days", "30")]).await;
        late.shows("已经撤销或到期");
        // The other ends by itself, too, when it is told to.
        desk.get(&format!("{path}/keys/{new}/end")).await.shows("再用几天");
        let asked = desk.send_form(&format!("{path}/keys/{new}/end"), &[("days", "x")]).await;
        assert_eq!(asked.status, 422);
        let ended = desk.send_form(&format!("{path}/keys/{new}/end"), &[("days", "2")]).await;
        assert_eq!(ended.status, 303);
        app.wait(2 * DAY + 60_000);
        assert_eq!(opens(&app, &new, &new_secret, "nonce-0000000005").await, Err(Refused::Signature));
    }
}

#[tokio::test]
async fn a_revoked_key_is_good_for_nothing_from_that_moment() {
    for app in TestApp::both().await {
        let mut desk = bureau(&app).await;
        let path = added(&mut desk, "示例系统").await;
        let (key, secret) = given(&mut desk, &path, "").await;
        let (other, other_secret) = given(&mut desk, &path, "").await;
        let revoke = format!("{path}/keys/{key}/revoke");
        desk.get(&revoke).await.shows("撤销后不能恢复");
        let silent = desk.send_form(&revoke, &[("reason", " ")]).await;
        assert_eq!(silent.status, 422);
        silent.shows("请写明原因");
        assert!(opens(&app, &key, &secret, "nonce-0000000001").await.is_ok());
        assert_eq!(desk.send_form(&revoke, &[("reason", "疑似泄露")]).await.status, 303);
        assert_eq!(opens(&app, &key, &secret, "nonce-0000000002").await, Err(Refused::Signature));
        assert!(opens(&app, &other, &other_secret, "nonce-0000000003").await.is_ok());
        let page = desk.get(&path).await;
        page.shows("已撤销");
        page.shows("事由：疑似泄露");
        desk.send_form(&revoke, &[("reason", "再撤一次")]).await.shows("已经撤销或到期");
        assert_eq!(desk.get(&format!("{path}/keys/%00/end")).await.status, 404);
        // Another partner's key is not this one's.
        let stranger = added(&mut desk, "另一个示例系统").await;
        let elsewhere = format!("{stranger}/keys/{other}/revoke");
        assert_eq!(desk.send_form(&elsewhere, &[("reason", "试试")]).await.status, 404);
        assert!(opens(&app, &other, &other_secret, "nonce-0000000004").await.is_ok());
    }
}

#[tokio::test]
async fn a_partner_is_shut_out_and_let_in_again() {
    for app in TestApp::both().await {
        let mut desk = bureau(&app).await;
        let path = added(&mut desk, "示例系统").await;
        let (key, secret) = given(&mut desk, &path, "").await;
        desk.get(&format!("{path}/disable")).await.shows("停用“示例系统”？");
        let silent = desk.send_form(&format!("{path}/disable"), &[("version", "1")]).await;
        assert_eq!(silent.status, 422);
        let asked = [("version", "1"), ("reason", "系统升级")];
        assert_eq!(desk.send_form(&format!("{path}/disable"), &asked).await.status, 303);
        assert_eq!(opens(&app, &key, &secret, "nonce-0000000001").await, Err(Refused::Signature));
        let page = desk.get(&path).await;
        page.shows("它的请求一律拒绝");
        page.shows("事由：系统升级");
        desk.send_form(&format!("{path}/disable"), &asked).await.shows("已经停用");
        let stale = [("version", "1"), ("reason", "升级完成")];
        let late = desk.send_form(&format!("{path}/enable"), &stale).await;
        assert_eq!(late.status, 409);
        late.shows("升级完成");
        let asked = [("version", "2"), ("reason", "升级完成")];
        assert_eq!(desk.send_form(&format!("{path}/enable"), &asked).await.status, 303);
        assert!(opens(&app, &key, &secret, "nonce-0000000002").await.is_ok());
    }
}

#[tokio::test]
async fn the_last_requests_of_a_partner_are_shown_and_no_others() {
    for app in TestApp::both().await {
        let mut desk = bureau(&app).await;
        let path = added(&mut desk, "示例系统").await;
        let stranger = added(&mut desk, "另一个示例系统").await;
        for (id, status, problem) in [(1, 200, None), (2, 422, Some("invalid".to_owned()))] {
            let request = PartnerRequestRow {
                id,
                partner_id: id_of(&path),
                key_id: "kexample22222".into(),
                at: START.0,
                operation: "POST /cases/batch".into(),
                status,
                cases: 471,
                refused: 29,
                took_ms: 83,
                problem,
            };
            app.db().log_partner_request(&request).await.unwrap();
        }
        let page = desk.get(&path).await;
        for words in ["POST /cases/batch", "471", "29", "83", "422", "invalid", "kexample22222"] {
            page.shows(words);
        }
        desk.get(&stranger).await.hides("/cases/batch");
    }
}

#[tokio::test]
async fn two_who_change_the_same_partner_lose_nothing() {
    for app in TestApp::both().await {
        let mut desk = bureau(&app).await;
        let path = added(&mut desk, "示例系统").await;
        let edit = format!("{path}/edit");
        let mut first = fields("示例系统甲", "");
        first.extend([("area", DISTRICT), ("version", "1")]);
        assert_eq!(desk.send_form(&edit, &first).await.status, 303);
        let mut second = fields("示例系统乙", OTHER_DISTRICT);
        second.extend([("area", DISTRICT), ("version", "1")]);
        let late = desk.send_form(&edit, &second).await;
        assert_eq!(late.status, 409);
        for words in ["示例系统甲", "示例系统乙", "张店区 · 全部部门；博山区 · 全部部门"]
        {
            late.shows(words);
        }
        // What she chooses there is an ordinary post of the form.
        let both = format!("{DISTRICT};{OTHER_DISTRICT}");
        late.shows(&both);
        let chosen = [
            ("name", "示例系统甲"),
            ("requests", "600"),
            ("cases", "6000"),
            ("notify", ""),
            ("area", both.as_str()),
            ("version", "2"),
        ];
        assert_eq!(desk.send_form(&edit, &chosen).await.status, 303);
        assert_eq!(app.db().partner_scopes(id_of(&path)).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn only_the_bureau_and_the_lead_keep_partners() {
    let app = TestApp::sqlite().await;
    app.two_districts().await;
    for role in Role::ALL {
        let mut desk = app.entered(role.word()).await;
        let may = [Role::CityLead, Role::DataBureau].contains(&role);
        let list = desk.get("/office/partners").await;
        assert_eq!(list.status, if may { 200 } else { 403 }, "{role:?}");
        if !may {
            let asked = fields("示例系统", "370303000000");
            assert_eq!(desk.send_form("/office/partners/new", &asked).await.status, 403, "{role:?}");
            desk.get("/office").await.hides("/office/partners");
        }
    }
    assert_eq!(app.db().partners(START).await.unwrap().len(), 1);
}

#[tokio::test]
async fn every_change_of_a_partner_stands_in_the_trail() {
    for app in TestApp::both().await {
        let mut desk = bureau(&app).await;
        let path = added(&mut desk, "示例系统").await;
        let mut changed = fields("示例系统", "");
        changed.extend([("area", DISTRICT), ("notify", "1"), ("version", "1")]);
        desk.send_form(&format!("{path}/edit"), &changed).await;
        let (key, _) = given(&mut desk, &path, "").await;
        given(&mut desk, &path, "3").await;
        desk.send_form(&format!("{path}/keys/{key}/revoke"), &[("reason", "换钥")]).await;
        desk.send_form(&format!("{path}/disable"), &[("version", "2"), ("reason", "停一停")]).await;
        desk.send_form(&format!("{path}/enable"), &[("version", "3"), ("reason", "再用")]).await;
        let id = id_of(&path).to_string();
        let trail = app.db().audit_of("partner", &id, 100).await.unwrap();
        let acts: Vec<&str> = trail.iter().rev().map(|e| e.action.as_str()).collect();
        assert_eq!(
            acts,
            [
                "partner.add",
                "partner.change",
                "partner.add_key",
                "partner.add_key",
                "partner.end_key",
                "partner.revoke_key",
                "partner.disable",
                "partner.enable",
            ]
        );
        assert!(trail.iter().all(|e| e.actor == "data_bureau" && e.object_name == "示例系统"));
        assert_eq!(app.db().check_audit().await.unwrap().fault, None);
        // What is saved as it was is no change.
        changed.retain(|(name, _)| *name != "version");
        changed.push(("version", "4"));
        assert_eq!(desk.send_form(&format!("{path}/edit"), &changed).await.status, 303);
        assert_eq!(app.db().audit_of("partner", &id, 100).await.unwrap().len(), acts.len());
    }
}
