//! Properties that every page must keep, checked on rendered HTML.

use super::*;
use crate::page::{Assets, PageContext, TextSize};
use domain::rating::RatingError;
use domain::{Container, Level, RatingContent, RatingInput, ReceiptCode};
use leptos::prelude::*;
use std::sync::Arc;

const HOSTILE: &str = "\"'><script>alert(1)</script></textarea><img src=x onerror=alert(1)>&";

fn ctx() -> PageContext {
    PageContext {
        demo: true,
        text_size: TextSize::Standard,
        assets: Arc::new(Assets {
            css: "/pkg/c.css".into(),
            office_css: "/pkg/o.css".into(),
            boot: "/pkg/boot.js".into(),
            js: "/pkg/c.js".into(),
            wasm: "/pkg/c.wasm".into(),
            office_js: "/pkg/o.js".into(),
            office_wasm: "/pkg/o.wasm".into(),
        }),
        path: format!("/w/x?{HOSTILE}"),
        host: HOSTILE.into(),
        my: true,
    }
}

fn html<V: IntoView>(page: impl FnOnce() -> V) -> String {
    Owner::new().with(|| page().into_view().to_html())
}

fn hostile_input() -> RatingInput {
    RatingInput {
        level: "1".into(),
        indicators: vec!["115".into(), HOSTILE.into()],
        words: HOSTILE.into(),
        anonymous: true,
        phone: HOSTILE.into(),
        phone_consent: false,
    }
}

fn rate(target: RateTarget, input: RatingInput, notice: Option<FormNotice>) -> String {
    let errors = RatingContent::check(&input, Default::default()).err().unwrap_or_default();
    rate_with(target, input, errors, notice)
}

fn rate_with(
    target: RateTarget,
    input: RatingInput,
    errors: Vec<RatingError>,
    notice: Option<FormNotice>,
) -> String {
    html(|| rate_page(ctx(), RateView { action: "/w/7K3M9QX".into(), target, input, errors, notice }))
}

fn window() -> RateTarget {
    RateTarget::Window(WindowView {
        code: HOSTILE.into(),
        hall: HOSTILE.into(),
        window: HOSTILE.into(),
        department: HOSTILE.into(),
        ended: true,
        on_duty: vec![OnDuty { name: HOSTILE.into(), number: HOSTILE.into() }],
    })
}

fn case() -> RateTarget {
    RateTarget::Case(CaseView {
        item: HOSTILE.into(),
        department: HOSTILE.into(),
        service: HOSTILE.into(),
        state: HOSTILE.into(),
        accepted: HOSTILE.into(),
        finished: Some(HOSTILE.into()),
        served: HOSTILE.into(),
        last_day: HOSTILE.into(),
        provisional: true,
        late: true,
    })
}

fn receipt(detail: ReceiptDetail) -> String {
    let view = ReceiptView {
        code: ReceiptCode::from_random(7),
        place: HOSTILE.into(),
        date: HOSTILE.into(),
        state: ReceiptState::Counted,
        arrival: Some(Arrival::New { pin: Some(HOSTILE.into()) }),
        detail,
    };
    html(|| receipt_page(ctx(), view, None))
}

fn open(level: Level, follow_up: FollowUpView) -> ReceiptDetail {
    ReceiptDetail::Open(OpenReceipt {
        level,
        indicators: vec![HOSTILE.into()],
        words: Some(HOSTILE.into()),
        anonymous: false,
        phone_left: false,
        linked: true,
        order: None,
        follow_up,
    })
}

fn locked_with(problem: Option<PinProblem>, words: &str) -> ReceiptDetail {
    ReceiptDetail::Locked { problem, follow_up: Some((words.into(), words.into())), unsent: None }
}

/// Pages in which everything that can come from outside is hostile.
fn all() -> Vec<String> {
    let hit = || WindowHit {
        code: HOSTILE.into(),
        window: HOSTILE.into(),
        hall: HOSTILE.into(),
        department: HOSTILE.into(),
    };
    let kept = || KeptForm { action: HOSTILE.into(), input: hostile_input() };
    let find = |problem, kept| FindView {
        query: HOSTILE.into(),
        problem,
        halls: vec![HallHit { name: HOSTILE.into(), address: HOSTILE.into(), query: HOSTILE.into() }],
        windows: vec![hit()],
        more: true,
        kept,
    };
    let form = FollowUpView::Form {
        level: HOSTILE.into(),
        words: HOSTILE.into(),
        errors: vec![RatingError::LevelUnknown],
        open: true,
        notice: Some(FollowUpNotice::NotSent),
    };
    let done = FollowUpView::Done {
        level: Level::Fair,
        words: Some(HOSTILE.into()),
        date: HOSTILE.into(),
        kept: Some(HOSTILE.into()),
    };
    let ended = LinkEndedView {
        why: LinkEnd::Expired { last_day: HOSTILE.into() },
        window: Some(hit()),
        kept: Some(kept()),
    };
    let lookup = LookupView { typed: HOSTILE.into(), problem: Some(LookupProblem::Mistyped) };
    let mut pages = vec![
        html(|| home_page(ctx(), home(None))),
        html(|| home_page(ctx(), home(Some([7, 0, 0, 0, 1])))),
        html(|| privacy_page(ctx())),
        html(|| find_page(ctx(), find(Some(CodeProblem::Unknown), None))),
        html(|| find_page(ctx(), find(None, Some(kept())))),
        rate(window(), RatingInput::default(), None),
        rate(window(), hostile_input(), Some(FormNotice::AskAnother { minutes: 10 })),
        rate(case(), hostile_input(), Some(FormNotice::NotSent)),
        html(|| link_ended_page(ctx(), ended)),
        receipt(open(Level::Satisfied, form)),
        receipt(open(Level::Satisfied, done)),
        receipt(locked_with(Some(PinProblem::Wrong), HOSTILE)),
        html(|| receipt_lookup_page(ctx(), lookup)),
    ];
    for kind in ProblemKind::ALL {
        let view = ProblemView { kind, request_id: HOSTILE.into(), kept: Some(kept()) };
        pages.push(html(|| problem_page(ctx(), view)));
    }
    pages
}

#[test]
fn every_page_is_a_whole_document_that_the_server_can_append_to() {
    for page in all() {
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"zh-CN\""), "{page}");
        assert!(page.ends_with("</body></html>"));
    }
}

#[test]
fn what_comes_from_outside_is_never_markup() {
    for page in all() {
        assert!(!page.contains("<script>"), "{page}");
        assert!(!page.contains("<img"), "{page}");
        assert_eq!(page.matches("<textarea").count(), page.matches("</textarea>").count());
    }
}

#[test]
fn no_page_has_inline_script_or_style() {
    for page in all() {
        assert!(!page.contains(" style="));
        assert!(!page.contains("<style"));
        let tags = page.split('<').filter(|tag| !tag.contains("alert("));
        assert!(!tags.into_iter().any(|tag| tag.contains(" onclick=") || tag.contains("javascript:")));
        assert!(page.matches("<script").count() <= 1);
    }
}

#[test]
fn nothing_is_preselected() {
    let page = rate_with(window(), RatingInput::default(), vec![], None);
    assert_eq!(page.matches("type=\"radio\"").count(), 5);
    assert_eq!(page.matches("type=\"checkbox\"").count(), 42);
    assert!(!page.contains(" checked"));
}

#[test]
fn the_five_answers_are_alike_but_for_their_face_and_name() {
    let page = rate_with(window(), RatingInput::default(), vec![], None);
    let classes: Vec<_> = Level::ALL
        .map(|level| page.split(&format!("for=\"level-{}\"", level.stars())).nth(1).unwrap())
        .map(|label| label.split('>').next().unwrap().to_owned())
        .into();
    assert!(classes.windows(2).all(|pair| pair[0] == pair[1]), "{classes:?}");
}

#[test]
fn errors_are_said_beside_their_fields_and_the_summary_leads_there() {
    let mut input = hostile_input();
    input.words = "差".repeat(151);
    let page = rate(window(), input, None);
    assert!(page.contains("autofocus") && page.contains("role=\"alert\""));
    for (id, described) in [("words", "words-error"), ("phone", "phone-error"), ("indicator-108", "")] {
        assert!(page.contains(&format!("href=\"#{id}\"")), "{id}");
        assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
        assert!(page.contains(described));
    }
    assert!(page.contains("请删去1字"));
    assert_eq!(page.matches("<title>有错误：").count(), 1);
}

#[test]
fn what_was_written_is_kept_after_a_refusal() {
    let page = rate(window(), hostile_input(), None);
    let words = HOSTILE.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    assert!(page.contains(&format!(">{words}</textarea>")), "{page}");
    assert!(page.contains("id=\"level-1\" name=\"level\" value=\"1\" checked"));
    assert!(page.contains("value=\"115\" checked"));
    assert!(page.contains("<details open class=\"more\">"), "an extended indicator is in sight");
}

#[test]
fn only_the_question_whether_it_is_another_service_answers_it() {
    assert!(!rate(window(), hostile_input(), None).contains("name=\"another\""));
    let page = rate(window(), hostile_input(), Some(FormNotice::AskAnother { minutes: 10 }));
    assert!(page.contains("name=\"another\" value=\"1\""));
    assert!(!page.contains("/r/"), "nothing of an earlier receipt");
}

#[test]
fn a_locked_receipt_says_nothing_of_the_level() {
    let page = receipt(ReceiptDetail::Locked { problem: None, follow_up: None, unsent: None });
    for level in Level::ALL {
        assert!(!page.contains(&format!(">{}<", level.name())));
    }
    assert!(!page.contains("class=\"face\"") && !page.contains('★'));
}

#[test]
fn what_was_given_is_folded_right_after_the_post_and_never_printed() {
    let follow_up = FollowUpView::Done { level: Level::Fair, words: None, date: String::new(), kept: None };
    let page = receipt(open(Level::Satisfied, follow_up));
    let fold = page.find("<details class=\"fold no-print\">").expect("folded");
    assert!(page.find("class=\"face\"").is_some_and(|face| face > fold));
}

#[test]
fn what_was_kept_travels_in_the_fields_of_the_form() {
    let mut input = hostile_input();
    input.phone_consent = true;
    let view = ProblemView {
        kind: ProblemKind::Unavailable,
        request_id: String::new(),
        kept: Some(KeptForm { action: "/w/7K3M9QX".into(), input }),
    };
    let page = html(|| problem_page(ctx(), view));
    assert!(page.contains("id=\"rating\""), "the server's key belongs to it");
    for name in ["level", "indicator_1", "words", "anonymous", "phone", "phone_consent"] {
        assert!(page.contains(&format!("name=\"{name}\"")), "{name}");
    }
}

#[test]
fn the_question_about_another_service_names_the_minutes_that_are_set() {
    let ask = |minutes| rate(window(), hostile_input(), Some(FormNotice::AskAnother { minutes }));
    assert!(ask(30).contains("您在 30 分钟内评价过这个窗口"));
    assert!(ask(0).contains("您刚才评价过这个窗口") && !ask(0).contains("分钟"));
}

#[test]
fn a_follow_up_that_came_too_late_travels_with_the_pin() {
    let page = receipt(locked_with(None, "当天办好了"));
    let form = page.split("action=\"/r/").nth(1).and_then(|rest| rest.split("</form>").next()).unwrap();
    assert!(form.contains("/open\""));
    assert!(form.contains("<input type=\"hidden\" name=\"words\" value=\"当天办好了\""), "{form}");
    assert!(form.contains("<input type=\"hidden\" name=\"level\""));
    assert!(page.contains("<p class=\"words\">当天办好了</p>"));
    let plain = receipt(ReceiptDetail::Locked { problem: None, follow_up: None, unsent: None });
    assert!(!plain.contains("name=\"words\"") && !plain.contains("name=\"level\""));
}

#[test]
fn a_follow_up_that_was_not_stored_is_there_to_send_again_or_to_copy() {
    let form = FollowUpView::Form {
        level: "4".into(),
        words: "当天办好了".into(),
        errors: vec![],
        open: false,
        notice: Some(FollowUpNotice::NotSent),
    };
    let page = receipt(open(Level::Satisfied, form));
    assert!(page.contains("追评还没有提交成功") && page.contains("<details open class=\"fold no-print\">"));
    assert!(page.contains("id=\"now-level-4\" name=\"level\" value=\"4\" checked"));
    assert!(page.contains(">当天办好了</textarea>"));
    let done = |kept: Option<&str>| {
        let kept = kept.map(str::to_owned);
        let done = FollowUpView::Done { level: Level::Fair, words: None, date: String::new(), kept };
        receipt(open(Level::Satisfied, done))
    };
    assert!(done(Some("再说一句")).contains("<p class=\"words\">再说一句</p>"));
    assert!(!done(None).contains("没有计入"));
}

#[test]
fn at_most_one_element_asks_for_the_focus() {
    for page in all() {
        assert!(page.matches(" autofocus").count() <= 1, "{page}");
    }
}

#[test]
fn a_search_takes_what_was_kept_along() {
    let find = |kept| FindView {
        query: String::new(),
        problem: Some(CodeProblem::Unknown),
        halls: vec![HallHit { name: "大厅".into(), address: String::new(), query: "大厅".into() }],
        windows: vec![],
        more: false,
        kept,
    };
    let kept = KeptForm { action: "/w/7K3M9QX".into(), input: hostile_input() };
    let page = html(|| find_page(ctx(), find(Some(kept))));
    let form = page.split("id=\"rating\"").nth(1).and_then(|rest| rest.split("</form>").next()).unwrap();
    assert!(form.contains("name=\"q\"") && form.contains("name=\"level\" value=\"1\""));
    let first_button = form.split("<button").nth(1).unwrap();
    assert!(first_button.contains("formaction=\"/w\""), "the Enter key searches: {first_button}");
    assert!(form.contains("formaction=\"/w\" name=\"hall\" value=\"大厅\""), "{form}");
    assert!(!page.contains("role=\"search\"") && !page.contains("/w?q="), "nothing that loses it");
    assert!(html(|| find_page(ctx(), find(None))).contains("role=\"search\""));
}

#[test]
fn a_link_that_was_used_leads_to_the_receipt_and_to_no_form() {
    let view = LinkEndedView { why: LinkEnd::Used, window: None, kept: None };
    let page = html(|| link_ended_page(ctx(), view));
    assert!(page.contains("<h1 class=\"notice__title\">这个链接已经评价过</h1>"));
    assert!(page.contains("<a href=\"/r\" class=\"button\">查询回执</a>"));
    assert!(!page.contains("<a href=\"/w\" class=\"button\">") && !page.contains("id=\"rating\""));
}

#[test]
fn only_the_receipt_that_has_just_arrived_forgets_the_draft() {
    let detail = || ReceiptDetail::Locked { problem: None, follow_up: None, unsent: None };
    let arrived = receipt(detail());
    assert!(arrived.contains("src=\"/pkg/boot.js\"") && !arrived.contains("name=\"islands\""));
    assert!(arrived.contains("name=\"receipt\""));
    let view = ReceiptView {
        code: ReceiptCode::from_random(7),
        place: String::new(),
        date: String::new(),
        state: ReceiptState::Counted,
        arrival: None,
        detail: detail(),
    };
    assert!(!html(|| receipt_page(ctx(), view.clone(), None)).contains("<script"));
    let way = |href: Option<&str>| {
        Some(WayBack { container: Container::IShandongHarmony, href: href.map(str::to_owned) })
    };
    let bridged = html(|| receipt_page(ctx(), view.clone(), way(None)));
    assert!(
        bridged.contains("boot.js") && !bridged.contains("name=\"receipt\""),
        "a look-up forgets no draft"
    );
    assert!(
        bridged.contains("返回爱山东。") && bridged.contains("data-container=\"ishandong-harmony\" hidden")
    );
    let linked = html(|| receipt_page(ctx(), view, way(Some("https://zwfw.example/"))));
    assert!(linked.contains("href=\"https://zwfw.example/\"") && !linked.contains("<script"));
}

fn home(counts: Option<[u64; 5]>) -> HomeView {
    let month = counts.map(|counts| MonthView {
        month: "2026年11月".into(),
        at: HOSTILE.into(),
        levels: [5, 4, 3, 2, 1].map(|n| (Level::from_stars(n).unwrap(), counts[5 - usize::from(n)])),
        total: counts.iter().sum(),
        entered: 2,
        late: 0,
    });
    HomeView { month, limits: domain::work_order::ClockRules::default() }
}

#[test]
fn the_front_page_says_each_level_with_its_number_and_says_when_there_is_none() {
    let page = html(|| home_page(ctx(), home(Some([12_340, 0, 3, 2, 1]))));
    assert!(page.contains("<strong>12,346</strong>"));
    for number in ["12,340 条", "0 条", "3 条", "2 条", "1 条"] {
        assert!(page.contains(number), "{number}");
    }
    assert!(page.contains("其中工作人员代录 2 条") && !page.contains("逾期评价"));
    let none = html(|| home_page(ctx(), home(Some([0; 5]))));
    assert!(none.contains("本月还没有收到评价。") && !none.contains("<table"));
    let unknown = html(|| home_page(ctx(), home(None)));
    assert!(unknown.contains("现在取不到统计") && !unknown.contains("还没有收到"));
}

#[test]
fn the_front_page_says_the_limits_of_the_plan() {
    let page = html(|| home_page(ctx(), home(None)));
    for text in [">7</strong>", ">15</strong>", "100%", "市政府市民投诉中心", "href=\"/my\""] {
        assert!(page.contains(text), "{text}");
    }
}
