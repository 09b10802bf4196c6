//! Importing a spreadsheet: choose a file, look at what it would do, put it in; and taking that back.

use super::OfficeContext;
use super::components::{
    Cell, ColumnView, ConfirmView, CsrfField, EmptyView, FieldView, FileField, FormActions, OfficeLayout,
    PostForm, RowView, Section, Stat, StatView, Steps, Table, TableView, confirm_page, error_links,
    home_crumb,
};
use crate::components::Tone;
use crate::text::{phrases, texts};
use leptos::prelude::*;

/// Where importing begins.
pub const IMPORT: &str = "/office/import";

texts! {
    import { zh: "导入" }
    home_lead { zh: "用 XLSX 或 CSV 表格一次导入。几种都要导入时，请按下面的次序。" }
    home_none { zh: "没有可以导入的内容" }
    home_none_help { zh: "您的角色不能修改大厅、窗口和人员。" }
    step_choose { zh: "选择文件" }
    step_check { zh: "核对" }
    step_done { zh: "完成" }
    template { zh: "下载模板" }
    template_help { zh: "在模板里填写，一行一条；列名不要改动。不想从头填，可以下载现有内容改好再导入。" }
    as_xlsx { zh: "模板（XLSX）" }
    as_csv { zh: "模板（CSV）" }
    data_xlsx { zh: "现有内容（XLSX）" }
    data_csv { zh: "现有内容（CSV）" }
    upload { zh: "上传表格" }
    file { zh: "表格文件" }
    check { zh: "上传并核对" }
    nothing_yet { zh: "上传后先核对，由您确认才写入。" }
    latest { zh: "最近的导入" }
    refresh { zh: "本页每2秒自动更新。没有变化的，请点“刷新”。" }
    refresh_now { zh: "刷新" }
    give_up { zh: "取消导入" }
    give_up_file { zh: "不导入了" }
    reading { zh: "正在读取表格" }
    again { zh: "重新上传" }
    new { zh: "新增" }
    changed { zh: "修改" }
    same { zh: "没有变化" }
    refused { zh: "有错" }
    row { zh: "行" }
    column { zh: "列" }
    value { zh: "填的内容" }
    problem { zh: "问题" }
    changes { zh: "变动" }
    faults { zh: "需要改正的地方" }
    fault_sheet { zh: "下载标出错误的表格" }
    fault_help { zh: "一行有错，整个表格都不导入。请在原表或下载的表格里改正后重新上传。" }
    nothing_to_do { zh: "表格里的内容系统里都已经有了，不需要导入。" }
    undo { zh: "撤销这次导入" }
    undo_does_new { zh: "这次新增的全部删除" }
    undo_does_changed { zh: "这次修改的全部改回导入前的内容" }
    undo_does_not { zh: "其他内容不受影响" }
    undo_does_not_forced { zh: "导入后有改动或已在使用的，整批都不撤销" }
    to_list { zh: "查看列表" }
    to_import { zh: "继续导入" }
}
phrases! {
    import_of(kind: &str) { zh: "导入{kind}" }
    checking(done: i64, total: i64) { zh: "正在核对 {done} / {total} 行" }
    confirm(counter: &str, n: usize, kind: &str) { zh: "确认导入 {n} {counter}{kind}" }
    first_rows(shown: usize, count: usize) { zh: "共 {count} 行，下面是前 {shown} 行。" }
    first_faults(shown: usize, count: usize) { zh: "共 {count} 处，下面是前 {shown} 处。" }
    all_faults(count: usize) { zh: "共 {count} 处。" }
    nth_row(n: u32) { zh: "第 {n} 行" }
    part_title(label: &str, count: usize, counter: &str) { zh: "{label} {count} {counter}" }
    undo_title(file: &str) { zh: "撤销“{file}”的导入？" }
    hint_size(mib: u64) { zh: "XLSX 或 CSV（UTF-8、GBK 都可以），不超过 {mib} MB、10 万行。" }
}

/// A kind of import on the front page of importing.
#[derive(Debug, Clone)]
pub struct ImportLink {
    /// What it lists.
    pub label: &'static str,
    /// Its page.
    pub href: String,
}

/// `GET /office/import`
pub fn import_home_page(ctx: OfficeContext, links: Vec<ImportLink>) -> impl IntoView {
    let rows = links.into_iter().map(|link| RowView {
        cells: vec![link.label.into(), Cell::Link { text: import().into(), href: link.href.clone() }],
        href: Some(link.href),
        ..RowView::default()
    });
    let table = TableView {
        caption: import().into(),
        columns: vec![ColumnView::new("内容"), ColumnView::new("操作")],
        rows: rows.collect(),
        empty: EmptyView { title: home_none().into(), text: home_none_help().into(), action: None },
        ..TableView::default()
    };
    view! {
        <OfficeLayout ctx title=import() crumbs=home_crumb() lead=home_lead()>
            <Table view=table/>
        </OfficeLayout>
    }
}

/// What every page of one kind knows.
#[derive(Debug, Clone, Copy)]
pub struct ImportOf {
    /// What it lists: 窗口.
    pub label: &'static str,
    /// What one is counted by: 个.
    pub counter: &'static str,
    /// Path of its pages.
    pub path: &'static str,
    /// The list where what was imported can be seen.
    pub list: &'static str,
    /// Largest file, MiB.
    pub most_mib: u64,
}

/// The way to a page of one import.
fn crumbs(of: Option<ImportOf>) -> Vec<(String, String)> {
    let mut crumbs = home_crumb();
    crumbs.push((import().into(), IMPORT.into()));
    crumbs.extend(of.map(|of| (import_of(of.label), of.path.to_owned())));
    crumbs
}

fn steps() -> Vec<&'static str> {
    vec![step_choose(), step_check(), step_done()]
}

/// Choosing a file.
#[derive(Debug, Clone)]
pub struct ImportStartView {
    /// Of what.
    pub of: ImportOf,
    /// What is wrong with the file that was chosen.
    pub error: Option<String>,
    /// The latest ones.
    pub latest: Vec<LatestImport>,
}

/// An import of before.
#[derive(Debug, Clone)]
pub struct LatestImport {
    /// The file.
    pub file: String,
    /// When.
    pub at: String,
    /// What it did.
    pub what: String,
    /// What became of it.
    pub state: (String, Tone),
    /// Its page.
    pub href: String,
}

/// `GET /office/import/{kind}`, and a file that could not be taken.
pub fn import_start_page(ctx: OfficeContext, view: ImportStartView) -> impl IntoView {
    let ImportStartView { of, error, latest: list } = view;
    let field = file_field(of, error);
    let errors = error_links([&field]);
    let csrf = ctx.csrf.clone();
    let rows = list.into_iter().map(|one| RowView {
        cells: vec![
            one.file.into(),
            Cell::Time(one.at),
            one.what.into(),
            Cell::Badge { text: one.state.0, tone: one.state.1 },
        ],
        href: Some(one.href),
        ..RowView::default()
    });
    let table = TableView {
        caption: latest().into(),
        columns: ["文件", "时间", "内容", "状态"].map(ColumnView::new).to_vec(),
        rows: rows.collect(),
        ..TableView::default()
    };
    let past =
        (!table.rows.is_empty()).then(|| view! { <Section title=latest()><Table view=table/></Section> });
    let path = of.path;
    let link = move |what: &str, form: &str| format!("{path}/{what}?as={form}");
    view! {
        <OfficeLayout ctx title=import_of(of.label) crumbs=crumbs(None) errors>
            <Steps steps=steps() at=0/>
            <Section title=template()>
                <p>{template_help()}</p>
                <p class="form__acts">
                    <a class="button" href=link("template", "xlsx") download>{as_xlsx()}</a>
                    <a class="button button--plain" href=link("template", "csv") download>{as_csv()}</a>
                    <a class="button button--plain" href=link("data", "xlsx") download>{data_xlsx()}</a>
                    <a class="button button--plain" href=link("data", "csv") download>{data_csv()}</a>
                </p>
            </Section>
            <Section title=upload()>{upload_form(of, csrf, field)}</Section>
            {past}
        </OfficeLayout>
    }
}

fn file_field(of: ImportOf, error: Option<String>) -> FieldView {
    let hint = format!("{}{}", hint_size(of.most_mib), nothing_yet());
    FieldView::new("file", file()).required().hint(hint).error(error)
}

fn upload_form(of: ImportOf, csrf: String, field: FieldView) -> impl IntoView {
    let accept = ".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    view! {
        <PostForm action=of.path csrf files=true>
            <FileField field accept/>
            <FormActions primary=check()/>
        </PostForm>
    }
}

/// One import.
#[derive(Debug, Clone)]
pub struct ImportView {
    /// Of what.
    pub of: ImportOf,
    /// The file.
    pub file: String,
    /// Its own path.
    pub path: String,
    /// How far it has come.
    pub stage: ImportStage,
}

/// How far an import has come.
#[derive(Debug, Clone)]
pub enum ImportStage {
    /// So many rows of so many; 0 of 0 while the file is read.
    Checking(i64, i64),
    /// It can be looked at.
    Preview(Box<PreviewView>),
    /// It is in.
    Done {
        /// What it did.
        counts: [usize; 3],
        /// Can it be taken back?
        can_undo: bool,
    },
    /// It came to nothing, and why.
    Ended(Tone, String),
}

/// What a file would do.
#[derive(Debug, Clone, Default)]
pub struct PreviewView {
    /// What is to be said first.
    pub said: Option<String>,
    /// What should be told though it is no fault.
    pub notes: Vec<String>,
    /// Headings of the file's columns.
    pub columns: Vec<String>,
    /// New, changed, unchanged rows: how many, and the first.
    pub parts: [PartView; 3],
    /// Rows with faults.
    pub refused: usize,
    /// How many faults there are, and the first: row, column, what stands there, what is wrong.
    pub faults: (usize, Vec<[String; 4]>),
}

/// The rows of one part.
#[derive(Debug, Clone, Default)]
pub struct PartView {
    /// How many.
    pub count: usize,
    /// The first: number, cells, what changes.
    pub rows: Vec<(u32, Vec<String>, Vec<String>)>,
}

/// `GET /office/import/{kind}/{import}`
pub fn import_page(ctx: OfficeContext, view: ImportView) -> impl IntoView {
    let ImportView { of, file, path, stage } = view;
    let csrf = ctx.csrf.clone();
    let (at, body) = match stage {
        ImportStage::Checking(done, total) => (1, checking_part(csrf, &path, done, total).into_any()),
        ImportStage::Preview(preview) => (1, preview_part(of, csrf, &path, *preview).into_any()),
        ImportStage::Done { counts, can_undo } => (2, done_part(of, &path, counts, can_undo).into_any()),
        ImportStage::Ended(tone, said) => (1, ended_part(of, csrf, tone, said).into_any()),
    };
    view! {
        <OfficeLayout ctx title=import_of(of.label) crumbs=crumbs(Some(of)) lead=file>
            <Steps steps=steps() at/>
            {body}
        </OfficeLayout>
    }
}

fn checking_part(csrf: String, path: &str, done: i64, total: i64) -> impl IntoView + use<> {
    let says = if total > 0 { checking(done, total) } else { reading().to_owned() };
    let max = if total > 0 { total } else { 1 };
    let value = (total > 0).then_some(done);
    let (here, cancel) = (path.to_owned(), format!("{path}/cancel"));
    view! {
        <Section>
            <p role="status">{says}</p>
            <progress value=value max=max></progress>
            <p class="hint">{refresh()}</p>
            <form class="form" method="post" action=cancel>
                <CsrfField token=csrf/>
                <div class="form__acts">
                    <a class="button" href=here>{refresh_now()}</a>
                    <button class="button button--plain">{give_up()}</button>
                </div>
            </form>
        </Section>
    }
}

fn preview_part(of: ImportOf, csrf: String, path: &str, view: PreviewView) -> impl IntoView + use<> {
    let PreviewView { said, notes, columns, parts, refused: bad, faults: (count, list) } = view;
    let said = said.map(|said| view! { <div class=Tone::Warn.class() role="status"><p>{said}</p></div> });
    let notes = (!notes.is_empty()).then(|| {
        let notes = notes.into_iter().map(|note| view! { <p>{note}</p> }).collect_view();
        view! { <div class=Tone::Info.class()>{notes}</div> }
    });
    let labels = [new(), changed(), same()];
    let mut tiles: Vec<StatView> =
        labels.iter().zip(&parts).map(|(label, part)| tile(label, part.count, "行")).collect();
    tiles.push(tile(refused(), bad, "行"));
    let doing = parts[0].count + parts[1].count;
    let cancel = format!("{path}/cancel");
    let act = if count > 0 {
        fault_part(of, csrf, path, count, list).into_any()
    } else if doing == 0 {
        view! {
            <div class=Tone::Info.class()><p>{nothing_to_do()}</p></div>
            <p class="form__acts"><a class="button" href=of.path>{again()}</a></p>
        }
        .into_any()
    } else {
        view! {
            <PostForm action=format!("{path}/confirm") csrf>
                <div class="form__acts">
                    <button class="button">{confirm(of.counter, doing, of.label)}</button>
                    <button class="button button--plain" formaction=cancel>{give_up_file()}</button>
                </div>
            </PostForm>
        }
        .into_any()
    };
    let parts = labels.into_iter().zip(parts).map(|(label, part)| part_view(of, label, part, &columns));
    view! {
        {said}
        {notes}
        <Stat tiles/>
        <Section>{act}</Section>
        {parts.collect_view()}
    }
}

fn tile(label: &str, n: usize, unit: &'static str) -> StatView {
    StatView { label: label.to_owned(), value: n.to_string(), unit, ..StatView::default() }
}

fn fault_part(
    of: ImportOf,
    csrf: String,
    path: &str,
    count: usize,
    list: Vec<[String; 4]>,
) -> impl IntoView + use<> {
    let shown = list.len();
    let rows = list.into_iter().map(|[row, column, value, problem]| RowView {
        cells: vec![row.into(), column.into(), Cell::Muted(value), problem.into()],
        ..RowView::default()
    });
    let table = TableView {
        caption: faults().into(),
        columns: [row(), column(), value(), problem()].map(ColumnView::new).to_vec(),
        rows: rows.collect(),
        ..TableView::default()
    };
    let says = if shown < count { first_faults(shown, count) } else { all_faults(count) };
    view! {
        <div class=Tone::Error.class() role="alert"><p>{fault_help()}</p></div>
        <h2 class="title-2">{faults()}</h2>
        <p>{says}</p>
        <Table view=table/>
        <p class="form__acts">
            <a class="button" href=format!("{path}/faults") download>{fault_sheet()}</a>
        </p>
        {upload_form(of, csrf, file_field(of, None))}
    }
}

fn part_view(of: ImportOf, label: &str, part: PartView, columns: &[String]) -> Option<impl IntoView + use<>> {
    (part.count > 0).then(|| {
        let title = part_title(label, part.count, of.counter);
        let shown = part.rows.len();
        let has_changes = part.rows.iter().any(|(_, _, changes)| !changes.is_empty());
        let mut heads = vec![ColumnView::new(row())];
        heads.extend(has_changes.then(|| ColumnView::new(changes())));
        heads.extend(columns.iter().map(ColumnView::new));
        let rows = part.rows.into_iter().map(|(n, cells, changes)| {
            let mut all: Vec<Cell> = vec![nth_row(n).into()];
            all.extend(has_changes.then(|| Cell::Text(changes.join("；"))));
            all.extend(cells.into_iter().map(Cell::Muted));
            RowView { cells: all, ..RowView::default() }
        });
        let table = TableView {
            caption: title.clone(),
            columns: heads,
            rows: rows.collect(),
            wide: true,
            ..TableView::default()
        };
        let more =
            (shown < part.count).then(|| view! { <p class="hint">{first_rows(shown, part.count)}</p> });
        view! { <Section title>{more}<Table view=table/></Section> }
    })
}

fn done_part(of: ImportOf, path: &str, counts: [usize; 3], can_undo: bool) -> impl IntoView + use<> {
    let tiles =
        [new(), changed(), same()].into_iter().zip(counts).map(|(label, n)| tile(label, n, of.counter));
    let tiles: Vec<StatView> = tiles.collect();
    let back = can_undo.then(|| {
        view! { <a class="button button--plain" href=format!("{path}/undo")>{undo()}</a> }
    });
    view! {
        <Stat tiles/>
        <p class="form__acts">
            <a class="button" href=of.list>{to_list()}</a>
            <a class="button button--plain" href=IMPORT>{to_import()}</a>
            {back}
        </p>
    }
}

fn ended_part(of: ImportOf, csrf: String, tone: Tone, said: String) -> impl IntoView {
    view! {
        <div class=tone.class() role="status"><p>{said}</p></div>
        <Section title=again()>{upload_form(of, csrf, file_field(of, None))}</Section>
    }
}

/// `GET /office/import/{kind}/{import}/undo`
pub fn import_undo_page(
    ctx: OfficeContext,
    of: ImportOf,
    file: &str,
    about: String,
    path: &str,
) -> impl IntoView {
    let view = ConfirmView {
        title: undo_title(file),
        about,
        does: vec![undo_does_new().into(), undo_does_changed().into()],
        does_not: vec![undo_does_not().into(), undo_does_not_forced().into()],
        action: format!("{path}/undo"),
        act: undo().into(),
        danger: true,
        cancel: path.to_owned(),
        ..ConfirmView::default()
    };
    confirm_page(ctx, crumbs(Some(of)), view)
}
