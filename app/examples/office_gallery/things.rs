//! The front page, one thing with its history, sessions, problems.

use super::{Pages, crumbs, flashed, html, office, page};
use app::components::Tone;
use app::office::components::*;
use app::office::*;
use app::page::TextSize;
use leptos::prelude::*;

pub fn add(size: TextSize, pages: &mut Pages) {
    pages.push(("home-busy".into(), html(|| home_page(office(size, HOME), busy()))));
    let idle = HomeView { todos: vec![], part: DayPart::Evening, ..busy() };
    pages.push(("home-idle".into(), html(|| home_page(office(size, HOME), idle))));
    pages.push(("thing".into(), html(|| thing(size))));
    pages.push(("sessions-several".into(), html(|| sessions_page(office(size, SESSIONS), sessions(3)))));
    pages.push(("sessions-one".into(), html(|| sessions_page(office(size, SESSIONS), sessions(1)))));
    for kind in OfficeProblem::ALL {
        let view = OfficeProblemView { kind, detail: None, request_id: "7F3A-91C2".into(), kept: None };
        let ctx = office(size, "/office/windows");
        pages.push((format!("problem-{kind:?}").to_lowercase(), html(|| office_problem_page(ctx, view))));
    }
    let detail = Some("“示例政务服务中心”还有12个启用的窗口，请先停用或移走窗口。".to_owned());
    let view =
        OfficeProblemView { kind: OfficeProblem::Refused, detail, request_id: String::new(), kept: None };
    pages.push(("problem-detail".into(), html(|| office_problem_page(office(size, HOME), view))));
    let out = OfficeContext { officer: None, nav: vec![], page: page(size, HOME), ..office(size, HOME) };
    let view = OfficeProblemView {
        kind: OfficeProblem::NotFound,
        detail: None,
        request_id: String::new(),
        kept: None,
    };
    pages.push(("problem-signed-out".into(), html(|| office_problem_page(out, view))));
    for (name, tone, text) in [
        ("warn", Tone::Warn, "已保存，但“不动产登记3号窗口”今天没有登记值班人员。"),
        ("error", Tone::Error, "没有保存：数据库暂时不可用，请稍后再试。"),
        ("info", Tone::Info, "没有改动。"),
    ] {
        let ctx = flashed(office(size, HOME), tone, text);
        pages.push((format!("flash-{name}"), html(|| home_page(ctx, busy()))));
    }
}

fn busy() -> HomeView {
    let todo = |text: &str, count, urgent| TodoView {
        text: text.into(),
        href: "/office/windows".into(),
        count,
        urgent,
    };
    let way = |label: &str, hint: &str| ShortcutView {
        label: label.into(),
        hint: hint.into(),
        href: "/office/windows".into(),
    };
    let stat = |label: &str, value: &str, unit, note: &str| StatView {
        label: label.into(),
        value: value.into(),
        unit,
        note: note.into(),
        href: Some("/office/windows".into()),
    };
    HomeView {
        part: DayPart::Morning,
        todos: vec![
            todo("窗口今天没有登记值班人员", 3, true),
            todo("台牌贴出后还没有人扫过", 12, false),
            todo("事项没有对应的窗口", 47, false),
        ],
        stats: vec![
            stat("启用的窗口", "1,286", "个", ""),
            stat("今天的评价", "318", "条", "其中主动评价 301 条"),
            stat("本月好评率", "98.7%", "", "4,102 / 4,156"),
            stat("本月差评", "54", "条", ""),
        ],
        shortcuts: vec![
            way("登记值班", "换班、请假、临时顶班时"),
            way("打印台牌", "新窗口启用，或台牌破损时"),
            way("导入事项", "收到新的事项清单时"),
        ],
    }
}

fn thing(size: TextSize) -> impl IntoView {
    let actions = view! {
        <a class="button button--plain" href="/office/windows/3/stop">"停用"</a>
        <a class="button" href="/office/windows/3/plate">"打印台牌"</a>
    }
    .into_any();
    let rows = vec![
        DefinitionView::new("状态", Cell::Badge { text: "启用".into(), tone: Tone::Done }),
        DefinitionView::new("窗口码", Cell::Code("7K3M9QX".into())),
        DefinitionView::new(
            "大厅",
            Cell::Link { text: "示例政务服务中心".into(), href: "/office/halls/1".into() },
        )
        .action("移到其他大厅", "/office/windows/3/move"),
        DefinitionView::new("部门", "示例自然资源和规划局不动产登记中心")
            .action("修改", "/office/windows/3/edit"),
        DefinitionView::new("备注", Cell::Muted(String::new())).action("修改", "/office/windows/3/edit"),
    ];
    let entry = |at: &str, what: &str, tone, details: &[&str]| TimelineView {
        at: at.into(),
        who: "示例管理员乙（大厅管理员）".into(),
        what: what.into(),
        tone,
        details: details.iter().map(|d| (*d).to_owned()).collect(),
    };
    let entries = vec![
        entry("2026-11-24 09:42", "修改", Tone::Info, &["备注：（空）→ 11月25日起搬到一层B区"]),
        entry("2026-11-20 08:30", "重新启用", Tone::Done, &[]),
        entry("2026-11-18 17:05", "停用", Tone::Error, &["原因：窗口维修"]),
        entry("2026-03-02 10:11", "新建", Tone::Done, &[]),
    ];
    let tab = |label: &str, current| TabView { label: label.into(), href: "?".into(), current, count: None };
    view! {
        <OfficeLayout
            ctx=office(size, "/office/windows") title="不动产登记3号窗口"
            crumbs=crumbs(&[("工作台", HOME), ("窗口", "/office/windows")]) actions
        >
            <Tabs tabs=vec![tab("基本信息", true), tab("事项", false), tab("值班", false), tab("台牌", false)]/>
            <Section title="基本信息"><DefinitionList rows/></Section>
            <Section title="变更记录"><Timeline entries/></Section>
        </OfficeLayout>
    }
}

fn sessions(count: usize) -> SessionsView {
    let session = |id: &str, device: &str, current| SessionView {
        id: id.into(),
        device: device.into(),
        since: "2026-11-24 08:31".into(),
        last_seen: if current { "刚才".into() } else { "昨天 17:32".into() },
        current,
    };
    let all = vec![
        session("1", "Chrome · Windows", true),
        session("2", "微信 · Android", false),
        session("3", "Firefox · 统信UOS", false),
    ];
    SessionsView {
        sessions: all.into_iter().take(count).collect(),
        revoke: "/office/sessions/end".into(),
        revoke_others: "/office/sessions/end-others".into(),
    }
}
