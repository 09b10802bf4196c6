//! Forms, confirmations, conflicts, steps.

use super::{Pages, crumbs, html, office};
use app::components::ErrorLinks;
use app::office::HOME;
use app::office::components::*;
use app::page::TextSize;
use leptos::prelude::*;

const WINDOWS: &str = "/office/windows";

pub fn add(size: TextSize, pages: &mut Pages) {
    pages.push(("form-blank".into(), html(|| form(size, false))));
    pages.push(("form-refused".into(), html(|| form(size, true))));
    for (name, view) in [("danger", confirm(true)), ("plain", confirm(false))] {
        let way = crumbs(&[("工作台", HOME), ("窗口", WINDOWS)]);
        pages.push((format!("confirm-{name}"), html(|| confirm_page(office(size, WINDOWS), way, view))));
    }
    let way = crumbs(&[("工作台", HOME), ("窗口", WINDOWS)]);
    pages.push(("conflict".into(), html(|| conflict_page(office(size, WINDOWS), way, conflict()))));
    for at in 0..3 {
        pages.push((format!("import-{at}"), html(|| import(size, at))));
    }
}

fn choices(list: &[(&str, &str, &str)]) -> Vec<ChoiceView> {
    let hint = |h: &str| (!h.is_empty()).then(|| h.to_owned());
    list.iter().map(|(v, l, h)| ChoiceView { hint: hint(h), ..ChoiceView::new(*v, *l) }).collect()
}

fn form(size: TextSize, refused: bool) -> impl IntoView {
    let fault = |sentence: &str| refused.then(|| sentence.to_owned());
    let value = |text: &str| if refused { text.to_owned() } else { String::new() };
    let name =
        FieldView::new("name", "窗口名称").required().hint("写在台牌上，群众评价时看到的名称。").max(40);
    let name = name
        .value(value("不动产登记3号窗口</textarea>"))
        .error(fault("这个大厅已有“不动产登记3号窗口”，请换个名称"));
    let number = FieldView::new("number", "窗口号").value(value("03"));
    let hall = FieldView::new("hall", "所在大厅").required().error(fault("请选择大厅"));
    let opened = FieldView::new("opened", "启用时间").value("2026-11-24T09:00").required();
    let kind = FieldView::new("kind", "窗口类型").required().value("single").error(fault("请选择窗口类型"));
    let days = FieldView::new("days", "开放日").required();
    let note = FieldView::new("note", "备注").hint("只有管理端看得到。").value(value("\n一层A区"));
    let shown = FieldView::new("shown", "在“查找窗口”中显示").hint("不显示的窗口仍可扫码评价。");
    let errors: ErrorLinks = error_links([&name, &hall, &kind]);
    let halls = choices(&[("1", "示例政务服务中心", ""), ("2", "示例政务服务中心（西区）", "")]);
    let kinds = choices(&[
        ("single", "专业窗口", "只办一个部门的事项"),
        ("general", "综合窗口", "办多个部门的事项"),
        ("self", "自助区", "没有值班人员"),
    ]);
    let week = choices(&[("1", "周一至周五", ""), ("6", "周六", ""), ("7", "周日", "")]);
    let way = crumbs(&[("工作台", HOME), ("窗口", WINDOWS)]);
    view! {
        <OfficeLayout ctx=office(size, WINDOWS) title="新建窗口" crumbs=way errors>
            <Section narrow=true>
                <PostForm action=WINDOWS csrf="t">
                    <TextField field=name/>
                    <TextField field=number kind=Input::Code short=true/>
                    <SelectField field=hall choices=halls/>
                    <RadioField field=kind choices=kinds/>
                    <ChecksField field=days choices=week ticked=vec!["1".to_owned()]/>
                    <DateTimeField field=opened/>
                    <TextAreaField field=note/>
                    <CheckField field=shown checked=true/>
                    <FormActions primary="新建窗口" cancel=WINDOWS/>
                </PostForm>
            </Section>
        </OfficeLayout>
    }
}

fn confirm(danger: bool) -> ConfirmView {
    if danger {
        return ConfirmView {
            title: "停用“不动产登记3号窗口”？".into(),
            about: "示例政务服务中心 · 窗口码 7K3M9QX".into(),
            does: vec![
                "台牌上的二维码不再接受评价，扫码的人会看到“这个窗口码已停用”，并可查找别的窗口。".into(),
                "今天的值班安排随即结束。".into(),
            ],
            does_not: vec![
                "已收到的 1,204 条评价和统计照旧。".into(),
                "以后可以重新启用，窗口码不变。".into(),
            ],
            reason: Some(FieldView::new("reason", "停用原因").required().max(100).hint("记入操作日志。")),
            action: "/office/windows/3/stop".into(),
            act: "停用窗口".into(),
            danger,
            cancel: "/office/windows/3".into(),
            ..ConfirmView::default()
        };
    }
    ConfirmView {
        title: "重新启用“不动产登记3号窗口”？".into(),
        about: "示例政务服务中心 · 窗口码 7K3M9QX".into(),
        does: vec!["原台牌可以继续使用。".into()],
        action: "/office/windows/3/start".into(),
        act: "启用窗口".into(),
        cancel: "/office/windows/3".into(),
        ..ConfirmView::default()
    }
}

fn conflict() -> ConflictView {
    let field = |name, label: &str, yours: &str, theirs: &str| ConflictField {
        name,
        label: label.into(),
        yours: ChoiceView::new(yours, yours),
        theirs: ChoiceView::new(theirs, theirs),
    };
    ConflictView {
        title: "修改“不动产登记3号窗口”".into(),
        by: "示例管理员乙".into(),
        at: "今天 09:42".into(),
        fields: vec![
            field("name", "窗口名称", "不动产登记3号窗口", "不动产登记3号窗口（抵押登记）"),
            field("note", "备注", "", "11月25日起搬到一层B区"),
        ],
        action: "/office/windows/3".into(),
        hidden: vec![("version".into(), "8".into())],
        cancel: "/office/windows/3".into(),
    }
}

fn import(size: TextSize, at: usize) -> impl IntoView {
    let body = match at {
        0 => {
            let file =
                FieldView::new("file", "表格文件").required().hint("CSV，UTF-8或GBK编码，不超过2 MB。");
            view! {
                <Section narrow=true>
                    <PostForm action="/office/imports" csrf="t" files=true>
                        <FileField field=file accept=".csv,text/csv"/>
                        <FormActions primary="上传并核对" cancel=WINDOWS/>
                    </PostForm>
                </Section>
            }
            .into_any()
        }
        1 => {
            let row = |line: u32, name: &str, fault: &str| RowView {
                cells: vec![Cell::Text(line.to_string()), name.into(), fault.into()],
                ..RowView::default()
            };
            let view = TableView {
                caption: "有问题的行".into(),
                columns: vec![
                    ColumnView::new("行号").numeric(),
                    ColumnView::new("窗口名称"),
                    ColumnView::new("问题"),
                ],
                rows: vec![
                    row(7, "不动产登记3号窗口", "与第6行重复"),
                    row(19, "", "缺少窗口名称"),
                    row(23, "社保3号窗口", "没有名为“示例大厅”的大厅"),
                ],
                ..TableView::default()
            };
            let tile = |label: &str, value: &str| StatView {
                label: label.into(),
                value: value.into(),
                unit: "行",
                ..StatView::default()
            };
            view! {
                <Section title="核对结果">
                    <Stat tiles=vec![tile("新建", "118"), tile("修改", "6"), tile("有问题，不导入", "3")]/>
                </Section>
                <Section title="有问题的行"><Table view/></Section>
                <PostForm action="/office/imports/1" csrf="t">
                    <FormActions primary="导入124行" cancel=WINDOWS/>
                </PostForm>
            }
            .into_any()
        }
        _ => {
            let done = EmptyView {
                title: "已导入124个窗口".into(),
                text: "新建118个，修改6个，3行有问题没有导入。".into(),
                action: Some(("查看窗口".into(), WINDOWS.into())),
            };
            view! { <EmptyState view=done/> }.into_any()
        }
    };
    view! {
        <OfficeLayout ctx=office(size, "/office/imports") title="导入窗口" crumbs=crumbs(&[("工作台", HOME), ("导入", "/office/imports")])>
            <Steps steps=vec!["选择文件", "核对", "完成"] at/>
            {body}
        </OfficeLayout>
    }
}
