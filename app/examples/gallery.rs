//! Writes every page in every state as an HTML file, with the style sheet, for looking at:
//!
//! `cargo run -p app --features ssr --example gallery -- FOLDER`
//!
//! The style sheet is copied as it is; a browser follows its `@import`s when the folder is served.

use app::citizen::*;
use app::page::{Assets, PageContext, TextSize};
use domain::rating::RatingError;
use domain::{Level, RatingContent, RatingInput, ReceiptCode};
use leptos::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    copy_folder(&root.join("style"), &folder.join("style"))?;
    copy_folder(&root.join("public"), &folder)?;
    for (size, mark) in [(TextSize::Standard, ""), (TextSize::Elder22, ".e22"), (TextSize::Elder30, ".e30")] {
        for (name, page) in pages(size) {
            std::fs::write(folder.join(format!("{name}{mark}.html")), page)?;
        }
    }
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Every page and state by name.
fn pages(size: TextSize) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    let ctx = |path: &str| PageContext {
        demo: true,
        text_size: size,
        assets: Arc::new(Assets {
            css: "/style/citizen.css".into(),
            office_css: "/style/office.css".into(),
            boot: "/boot.js".into(),
            js: "/pkg/citizen.js".into(),
            wasm: "/pkg/citizen_bg.wasm".into(),
            office_js: "/pkg/office.js".into(),
            office_wasm: "/pkg/office_bg.wasm".into(),
        }),
        path: path.into(),
        host: "hp.zibo.gov.cn".into(),
        my: true,
    };
    let mut add = |name: &str, html: String| pages.push((name.to_owned(), html));

    for (name, view) in homes() {
        add(&format!("home-{name}"), html(|| home_page(ctx("/"), view)));
    }
    add("privacy", html(|| privacy_page(ctx("/privacy"))));
    for (name, view) in finds() {
        add(&format!("find-{name}"), html(|| find_page(ctx("/w"), view)));
    }
    for (name, view) in rates() {
        add(&format!("rate-{name}"), html(|| rate_page(ctx("/w/7K3M9QX"), view)));
    }
    let hit = || Some(window_hit("7K3M9QX", "不动产登记3号窗口"));
    for (name, why, window, kept) in [
        ("expired", LinkEnd::Expired { last_day: "2026年12月1日".into() }, hit(), Some(kept())),
        ("used", LinkEnd::Used, None, None),
        ("revoked", LinkEnd::Revoked, hit(), None),
        ("unknown", LinkEnd::Unknown, None, None),
    ] {
        let view = LinkEndedView { why, window, kept };
        add(&format!("link-{name}"), html(|| link_ended_page(ctx("/c/x"), view)));
    }
    let province = ProvinceView {
        target: case(false),
        href: "https://province.example/evaluate?areaId=370303000000".into(),
        host: "province.example".into(),
        carries_number: true,
        here: "/w/7K3M9QX?here".into(),
    };
    add("province", html(|| province_page(ctx("/w/7K3M9QX"), province)));
    add("back", html(|| back_page(ctx("/back"))));
    for (name, view) in receipts() {
        add(&format!("receipt-{name}"), html(|| receipt_page(ctx("/r/x"), view, None)));
    }
    for (name, problem) in [
        ("empty", None),
        ("unknown", Some(LookupProblem::Unknown)),
        ("mistyped", Some(LookupProblem::Mistyped)),
        ("too-many", Some(LookupProblem::TooMany)),
    ] {
        let view = LookupView { typed: problem.map_or(String::new(), |_| "4F7K-2M9Q-XW3A".into()), problem };
        add(&format!("lookup-{name}"), html(|| receipt_lookup_page(ctx("/r"), view)));
    }
    for (name, view) in sign_ins() {
        add(&format!("my-{name}"), html(|| sign_in_page(ctx("/my"), view)));
    }
    for (name, error) in [("code", None), ("code-wrong", Some(CodeError::Wrong))] {
        let view = CodeView { at: None, minutes: 5, error };
        add(&format!("my-{name}"), html(|| code_page(ctx("/my/code"), view)));
    }
    let mini = MiniProgramView { code: "x".into() };
    add("my-mini-program", html(|| mini_program_page(ctx("/my"), mini)));
    add("my-cases", html(|| my_cases_page(ctx("/my"), my_cases(3))));
    add("my-empty", html(|| my_cases_page(ctx("/my"), my_cases(0))));
    for (name, here) in [("window", my_cases(2).open), ("window-none", vec![])] {
        let department = here.iter().take(1).cloned().collect();
        let view = MyWindowView { at: at_window(), here, department };
        add(&format!("my-{name}"), html(|| my_window_page(ctx("/w/7K3M9QX/my"), view)));
    }
    for kind in ProblemKind::ALL {
        let kept = (kind == ProblemKind::Unavailable).then(kept);
        let view = ProblemView { kind, request_id: "7F3A-91C2".into(), kept };
        add(&format!("problem-{kind:?}").to_lowercase(), html(|| problem_page(ctx("/"), view)));
    }
    pages
}

/// Renders as the server does.
fn html<V: IntoView>(page: impl FnOnce() -> V) -> String {
    Owner::new().with(|| page().into_view().to_html())
}

fn input(level: &str, codes: &[&str], words: &str) -> RatingInput {
    RatingInput {
        level: level.into(),
        indicators: codes.iter().map(|c| (*c).to_owned()).collect(),
        words: words.into(),
        anonymous: true,
        ..RatingInput::default()
    }
}

fn errors_of(input: &RatingInput) -> Vec<RatingError> {
    RatingContent::check(input, Default::default()).err().unwrap_or_default()
}

fn kept() -> KeptForm {
    let input = input("2", &["209", "213"], "说好当天办结，跑了三趟，每次要的材料都不一样。");
    KeptForm { action: "/w/7K3M9QX".into(), input }
}

fn window_hit(code: &str, window: &str) -> WindowHit {
    WindowHit {
        code: code.into(),
        window: window.into(),
        hall: "淄博市政务服务中心".into(),
        department: "市自然资源和规划局".into(),
    }
}

fn at_window() -> AtWindow {
    AtWindow { code: "7K3M9QX".into(), window: "不动产登记3号窗口".into() }
}

fn sign_ins() -> Vec<(&'static str, SignInView)> {
    let view = SignInView { code: true, ..SignInView::default() };
    let phone = "1380000";
    vec![
        ("sign-in", view.clone()),
        ("sign-in-window", SignInView { at: Some(at_window()), code_waits: true, ..view.clone() }),
        ("sign-in-wrong", SignInView { phone: phone.into(), phone_wrong: true, ..view.clone() }),
        ("sign-in-soon", SignInView { notice: Some(SignInNotice::TooSoon(42)), ..view.clone() }),
        (
            "sign-in-all",
            SignInView {
                ticket: Some(TicketWay { sdk: None, script: "/my/ticket.js" }),
                portal: Some("示例门户".into()),
                notice: Some(SignInNotice::Provider(ProviderProblem::Down, "示例门户".into())),
                ..view.clone()
            },
        ),
        ("sign-in-no-cookie", SignInView { notice: Some(SignInNotice::NoCookie), ..view }),
        ("sign-in-none", SignInView::default()),
    ]
}

fn my_cases(n: usize) -> MyCasesView {
    let case = |i: usize| MyCase {
        path: "/c/x".into(),
        item: ["不动产首次登记", "社会保障卡补领", "企业设立登记（含分支机构、个体工商户）"][i % 3].into(),
        service: "市自然资源和规划局 · 出证办结".into(),
        served: "2026年11月24日".into(),
        last_day: "2026年12月1日".into(),
    };
    let receipt = |i: usize| MyReceipt {
        code: "4F7K-2M9Q-XW3B".into(),
        title: ["公积金提取", "淄博市政务服务中心 · 综合受理1号窗口"][i % 2].into(),
        place: ["市住房公积金管理中心 · 出证办结", ""][i % 2].into(),
        date: "2026年11月20日".into(),
        late: i == 0,
    };
    MyCasesView {
        open: (0..n).map(case).collect(),
        more_open: n > 0,
        rated: (0..n.min(2)).map(receipt).collect(),
        more_rated: false,
    }
}

fn finds() -> Vec<(&'static str, FindView)> {
    let view = |query: &str, problem| FindView {
        query: query.into(),
        problem,
        halls: vec![],
        windows: vec![],
        more: false,
        kept: None,
    };
    let hits = FindView {
        halls: vec![HallHit {
            name: "淄博市政务服务中心".into(),
            address: "张店区联通路202号".into(),
            query: "淄博市政务服务中心".into(),
        }],
        windows: vec![window_hit("7K3M9QX", "不动产登记3号窗口"), window_hit("2B8D5NV", "不动产登记4号窗口")],
        more: true,
        ..view("淄博", None)
    };
    vec![
        ("empty", view("", None)),
        ("none", view("月球大厅", None)),
        ("unknown", view("7K3M9QX", Some(CodeProblem::Unknown))),
        ("mistyped", view("7K3M9QY", Some(CodeProblem::Mistyped))),
        ("unknown-kept", FindView { kept: Some(kept()), ..view("7K3M9QX", Some(CodeProblem::Unknown)) }),
        ("hits", hits),
    ]
}

fn window() -> RateTarget {
    RateTarget::Window(WindowView {
        code: "7K3M9QX".into(),
        hall: "淄博市政务服务中心".into(),
        window: "不动产登记3号窗口".into(),
        department: "市自然资源和规划局".into(),
        ended: false,
        on_duty: vec![OnDuty { name: "王小明".into(), number: "0312".into() }],
    })
}

fn case(late: bool) -> RateTarget {
    RateTarget::Case(CaseView {
        item: "国有建设用地使用权及房屋所有权转移登记（存量房买卖）".into(),
        department: "市自然资源和规划局".into(),
        service: "受理".into(),
        state: "已办结".into(),
        accepted: "2026年11月20日 09:12".into(),
        finished: Some("2026年11月24日 16:40".into()),
        served: "2026年11月24日 16:40".into(),
        last_day: "2026年12月1日".into(),
        provisional: true,
        late,
    })
}

fn rates() -> Vec<(&'static str, RateView)> {
    let view = |target, input: RatingInput| RateView {
        action: "/w/7K3M9QX".into(),
        target,
        errors: vec![],
        input,
        notice: None,
    };
    let refused = |target, input: RatingInput| RateView { errors: errors_of(&input), ..view(target, input) };
    let blank = || input("", &[], "");
    let bad = || input("1", &["108", "115"], "等了三个小时，<b>没人</b>理。");
    let mut everything = input("1", &[], &"差".repeat(163));
    everything.phone = "12".into();
    let mut consent = input("5", &["510"], "很快");
    consent.phone = "13800000000".into();
    let mut nobody = window();
    if let RateTarget::Window(view) = &mut nobody {
        view.on_duty.clear();
    }
    let noticed = |notice| RateView { notice: Some(notice), ..view(window(), bad()) };
    vec![
        ("window", view(window(), blank())),
        ("window-bad", view(nobody, bad())),
        ("case", view(case(false), blank())),
        ("case-late", view(case(true), blank())),
        ("no-level", refused(window(), input("", &[], "很好"))),
        ("no-reason", refused(window(), input("1", &[], ""))),
        ("all-errors", refused(window(), everything)),
        ("no-consent", refused(case(false), consent)),
        ("another", noticed(FormNotice::AskAnother { minutes: 10 })),
        ("another-now", noticed(FormNotice::AskAnother { minutes: 0 })),
        ("not-sent", noticed(FormNotice::NotSent)),
        ("busy", noticed(FormNotice::Busy)),
        ("foreign", noticed(FormNotice::ForeignPage)),
    ]
}

fn receipts() -> Vec<(&'static str, ReceiptView)> {
    let view = |arrival, detail| ReceiptView {
        code: ReceiptCode::from_random(0x1234_5678_9ABC_DEF0),
        place: "淄博市政务服务中心 不动产登记3号窗口".into(),
        date: "2026年11月24日".into(),
        state: ReceiptState::Counted,
        arrival,
        detail,
    };
    let form = |errors, open| FollowUpView::Form {
        level: String::new(),
        words: String::new(),
        errors,
        open,
        notice: None,
    };
    let open = |follow_up| {
        ReceiptDetail::Open(OpenReceipt {
            level: Level::Dissatisfied,
            indicators: vec!["未在承诺时间内办结".into(), "窗口人员业务不熟练".into()],
            words: Some("说好当天办结，跑了三趟。\n每次要的材料都不一样。".into()),
            anonymous: true,
            phone_left: true,
            linked: false,
            order: Some(OrderView::Opening),
            follow_up,
        })
    };
    let ordered = |order| match open(form(vec![], false)) {
        ReceiptDetail::Open(open) => {
            ReceiptDetail::Open(OpenReceipt { order: Some(OrderView::Open(Box::new(order))), ..open })
        }
        locked => locked,
    };
    let late_words = "后来电话道了歉，当天办好了。";
    let not_sent = FollowUpView::Form {
        level: "4".into(),
        words: late_words.into(),
        errors: vec![],
        open: true,
        notice: Some(FollowUpNotice::NotSent),
    };
    let done = |kept| FollowUpView::Done {
        level: Level::Satisfied,
        words: Some(late_words.into()),
        date: "2026年11月30日".into(),
        kept,
    };
    let locked = |problem| ReceiptDetail::Locked { problem, follow_up: None, unsent: None };
    let closed = ReceiptDetail::Locked {
        problem: None,
        follow_up: Some(("4".into(), late_words.into())),
        unsent: None,
    };
    let pin = || Some("482 913".to_owned());
    vec![
        ("new", view(Some(Arrival::New { pin: pin() }), open(form(vec![], false)))),
        ("repeated", view(Some(Arrival::Repeated { pin: None }), locked(None))),
        ("locked", view(None, locked(None))),
        ("pin-wrong", view(None, locked(Some(PinProblem::Wrong)))),
        ("pin-locked", view(None, locked(Some(PinProblem::Locked)))),
        ("late", ReceiptView { state: ReceiptState::Late, ..view(None, locked(None)) }),
        ("follow-up", view(None, open(form(vec![RatingError::LevelMissing], true)))),
        ("follow-up-not-sent", view(None, open(not_sent))),
        ("follow-up-closed", view(None, closed)),
        ("order", view(None, ordered(order()))),
        ("order-answered", view(None, ordered(answered(None)))),
        ("order-nothing-chosen", view(None, ordered(answered(Some(OrderProblem::NothingChosen))))),
        ("order-excluded", view(None, ordered(excluded()))),
        ("followed-up", view(None, open(done(None)))),
        ("followed-up-twice", view(None, open(done(Some("还想再说一句。".into()))))),
    ]
}

/// A work order on its first day.
fn order() -> OrderDetail {
    OrderDetail {
        number: "ZG20261124-000123".into(),
        state: "办理单位正在核实".into(),
        unit: "示例不动产登记中心".into(),
        last_day: Some("2026年12月1日".into()),
        past: vec![
            ("2026年11月24日 10:20".into(), "已受理，转办理单位核实".into()),
            ("2026年11月24日 11:05".into(), "办理单位开始核实".into()),
        ],
        ..OrderDetail::default()
    }
}

/// The same with its answer, and perhaps what was wrong with what the person sent.
fn answered(problem: Option<OrderProblem>) -> OrderDetail {
    let answer = "经核实，窗口确未在承诺时间内办结，且没有一次说清所需材料。已补充材料清单和样本，并安排专人跟办。向您致歉。";
    OrderDetail {
        state: "已答复，请您评价这次答复".into(),
        last_day: None,
        answer: Some((answer.into(), "2026年11月27日".into())),
        may_judge: true,
        typed: problem.map(|problem| ("材料清单还是没有贴出来".to_owned(), problem)),
        ..order()
    }
}

/// The complaint centre holds that the rating does not count.
fn excluded() -> OrderDetail {
    let answer =
        "经核对窗口录像和叫号记录，您评价的是3号窗口，当天您在5号窗口办理。这次评价不予采纳，不计入考核。";
    OrderDetail {
        state: "已答复，请您评价这次答复".into(),
        last_day: None,
        answer: Some((answer.into(), "2026年11月27日".into())),
        may_object: true,
        ..order()
    }
}

fn homes() -> Vec<(&'static str, HomeView)> {
    let month = |counts: [u64; 5]| MonthView {
        month: "2026年11月".into(),
        at: "2026年11月24日 10:00".into(),
        levels: [0, 1, 2, 3, 4].map(|i| (Level::ALL[i], counts[i])),
        total: counts.iter().sum(),
        entered: 3,
        late: 12,
    };
    let limits = domain::work_order::ClockRules::default();
    [
        ("month", Some(month([80_214, 20_310, 3_121, 211, 98]))),
        ("none", Some(month([0; 5]))),
        ("unknown", None),
    ]
    .map(|(name, month)| (name, HomeView { month, limits }))
    .into()
}
