//! Tables, filters, tabs, empty states.

use super::{Pages, crumbs, flashed, html, office};
use app::components::Tone;
use app::office::HOME;
use app::office::components::*;
use app::page::TextSize;
use leptos::prelude::*;

pub fn add(size: TextSize, pages: &mut Pages) {
    pages.push(("list-windows".into(), html(|| windows(size))));
    pages.push(("list-none-found".into(), html(|| none_found(size))));
    pages.push(("list-empty".into(), html(|| empty(size))));
    pages.push(("list-wide".into(), html(|| wide(size))));
}

fn badge(text: &str, tone: Tone) -> Cell {
    Cell::Badge { text: text.into(), tone }
}

fn columns() -> Vec<ColumnView> {
    vec![
        ColumnView::new("窗口").sorted("?sort=-name", SortState::Ascending),
        ColumnView::new("窗口码"),
        ColumnView::new("部门").sorted("?sort=department", SortState::None),
        ColumnView::new("状态"),
        ColumnView::new("事项").numeric(),
        ColumnView::new("本月评价").sorted("?sort=ratings", SortState::None).numeric(),
        ColumnView::new("最近变更").sorted("?sort=changed", SortState::None),
        ColumnView::new("操作"),
    ]
}

fn window(n: u64) -> RowView {
    let name = format!("不动产登记{n}号窗口");
    let state = match n % 5 {
        2 => badge("停用", Tone::Quiet),
        3 => badge("无人值班", Tone::Warn),
        _ => badge("启用", Tone::Done),
    };
    let department = if n.is_multiple_of(3) {
        "示例自然资源和规划局不动产登记中心"
    } else {
        "示例行政审批服务局"
    };
    RowView {
        cells: vec![
            Cell::Two { text: name, sub: format!("一层A区 · {n:03}") },
            Cell::Code(format!("7K3M9{:02}", n + 10)),
            department.into(),
            state,
            Cell::Text((n * 7 % 43).to_string()),
            Cell::Text((n * 311 % 2011).to_string()),
            Cell::Time(format!("2026-11-{:02} 09:{:02}", n % 28 + 1, n * 7 % 60)),
            Cell::Actions(vec![
                ("台牌".into(), format!("/office/windows/{n}/plate")),
                ("修改".into(), format!("/office/windows/{n}/edit")),
            ]),
        ],
        href: Some(format!("/office/windows/{n}")),
        key: n.to_string(),
        ticked: n % 4 == 1,
    }
}

fn filter(query: &str, active: &[&str]) -> FilterView {
    let hall = |n: u32| ChoiceView::new(n.to_string(), format!("示例政务服务中心{n}"));
    FilterView {
        action: "/office/windows".into(),
        search: Some(FilterSearch { name: "q", label: "窗口名称或窗口码", value: query.into() }),
        selects: vec![
            FilterSelect {
                name: "hall",
                label: "大厅",
                choices: (1..4).map(hall).collect(),
                value: String::new(),
            },
            FilterSelect {
                name: "department",
                label: "部门",
                choices: vec![ChoiceView::new("1", "示例自然资源和规划局不动产登记中心")],
                value: String::new(),
            },
            FilterSelect {
                name: "state",
                label: "状态",
                choices: vec![ChoiceView::new("on", "启用"), ChoiceView::new("off", "停用")],
                value: if active.is_empty() { String::new() } else { "off".into() },
            },
        ],
        keep: vec![("sort".into(), "name".into())],
        active: active
            .iter()
            .map(|label| ActiveFilter { label: (*label).into(), remove: "/office/windows".into() })
            .collect(),
        clear: "/office/windows".into(),
    }
}

fn tabs() -> Vec<TabView> {
    let tab = |label: &str, current, count| TabView { label: label.into(), href: "?".into(), current, count };
    vec![tab("启用中", true, Some(1286)), tab("停用", false, Some(41)), tab("台牌待更换", false, Some(3))]
}

fn windows(size: TextSize) -> impl IntoView {
    let ctx = flashed(office(size, "/office/windows"), Tone::Done, "已停用“不动产登记2号窗口”。");
    let actions = view! {
        <a class="button button--plain" href="/office/windows/export">"导出"</a>
        <a class="button" href="/office/windows/new">"新建窗口"</a>
    }
    .into_any();
    let sizes =
        [20, 50, 100].map(|rows| PageSize { rows, href: format!("?size={rows}"), current: rows == 20 });
    let view = TableView {
        caption: "窗口".into(),
        columns: columns(),
        rows: (1..=20).map(window).collect(),
        select: Some("window"),
        pager: PagerView {
            from: 21,
            to: 40,
            total: Some(1286),
            prev: Some("?page=1".into()),
            next: Some("?page=3".into()),
            sizes: sizes.to_vec(),
        },
        ..TableView::default()
    };
    let act = |label: &str, danger| BulkAct { label: label.into(), action: "/office/bulk".into(), danger };
    let bulk = BulkView {
        csrf: "t".into(),
        acts: vec![act("打印台牌", false), act("移到其他大厅", false), act("停用", true)],
        tick_all: Some("?tick=all".into()),
        tick_none: None,
        whole: Some(1286),
    };
    view! {
        <OfficeLayout ctx title="窗口" crumbs=crumbs(&[("工作台", HOME)]) actions>
            <Tabs tabs=tabs()/>
            <FilterBar view=filter("登记", &["名称含“登记”", "状态：启用"])/>
            <Table view bulk/>
        </OfficeLayout>
    }
}

fn none_found(size: TextSize) -> impl IntoView {
    let view = TableView {
        columns: columns(),
        empty: EmptyView {
            title: "没有符合条件的窗口".into(),
            text: "请换个名称，或减少筛选条件。".into(),
            action: Some(("清除筛选".into(), "/office/windows".into())),
        },
        ..TableView::default()
    };
    view! {
        <OfficeLayout ctx=office(size, "/office/windows") title="窗口" crumbs=crumbs(&[("工作台", HOME)])>
            <FilterBar view=filter("月球", &["名称含“月球”"])/>
            <Table view/>
        </OfficeLayout>
    }
}

fn empty(size: TextSize) -> impl IntoView {
    let view = TableView {
        columns: columns(),
        empty: EmptyView {
            title: "还没有窗口".into(),
            text: "先建大厅，再在大厅里建窗口；也可以用表格一次导入。".into(),
            action: Some(("新建窗口".into(), "/office/windows/new".into())),
        },
        ..TableView::default()
    };
    view! {
        <OfficeLayout ctx=office(size, "/office/windows") title="窗口" crumbs=crumbs(&[("工作台", HOME)])>
            <Table view/>
        </OfficeLayout>
    }
}

fn wide(size: TextSize) -> impl IntoView {
    let names = ["时间", "账号", "姓名", "角色", "单位", "动作", "对象", "结果", "网络", "设备", "请求编号"];
    let row = |n: u32| RowView {
        cells: vec![
            Cell::Time(format!("2026-11-24 09:{:02}:07", n % 60)),
            Cell::Code("shili.jia".into()),
            "示例管理员甲".into(),
            "大厅管理员".into(),
            "张店区 · 示例政务服务中心".into(),
            "修改窗口".into(),
            format!("不动产登记{n}号窗口").into(),
            badge("成功", Tone::Done),
            Cell::Code("192.0.2.17".into()),
            "Chrome · Windows".into(),
            Cell::Muted(String::new()),
        ],
        ..RowView::default()
    };
    let view = TableView {
        caption: "操作日志".into(),
        columns: names.into_iter().map(ColumnView::new).collect(),
        rows: (1..=40).map(row).collect(),
        pager: PagerView { from: 1, to: 40, next: Some("?after=40".into()), ..PagerView::default() },
        wide: true,
        ..TableView::default()
    };
    view! {
        <OfficeLayout ctx=office(size, "/office/audit") title="操作日志" crumbs=crumbs(&[("工作台", HOME)])>
            <Table view/>
        </OfficeLayout>
    }
}
