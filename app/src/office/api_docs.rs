//! The interface for partners, described for people.

use super::OfficeContext;
use super::components::{Cell, ColumnView, OfficeLayout, RowView, Section, Table, TableView};
use crate::text::{phrases, texts};
use leptos::prelude::*;

texts! {
    base { zh: "地址" }
    openapi { zh: "OpenAPI 3.1 描述文件" }
    calls { zh: "全部调用" }
    call { zh: "调用" }
    what { zh: "用途" }
    parameters { zh: "参数" }
    name { zh: "名称" }
    place { zh: "位置" }
    need { zh: "必填" }
    meaning { zh: "说明" }
    kind { zh: "类型" }
    answers { zh: "回答" }
    status { zh: "状态码" }
    content { zh: "内容" }
    schemas { zh: "数据结构" }
    example { zh: "示例" }
    yes { zh: "是" }
}
phrases! {
    body_of(kind: &str, schema: &str) { zh: "请求体：{schema}（{kind}）" }
}

/// The whole description.
#[derive(Debug, Clone)]
pub struct DocsView {
    /// Its title.
    pub title: String,
    /// Paragraphs at its head.
    pub intro: Vec<String>,
    /// Where the interface is.
    pub base: String,
    /// Calls.
    pub operations: Vec<OperationView>,
    /// Structures.
    pub schemas: Vec<SchemaView>,
}

/// A call.
#[derive(Debug, Clone)]
pub struct OperationView {
    /// Its name.
    pub id: String,
    /// GET, POST …
    pub method: String,
    /// Its path.
    pub path: String,
    /// What it does.
    pub summary: String,
    /// Name, place, needed, meaning.
    pub parameters: Vec<(String, String, bool, String)>,
    /// Type and structure of its body.
    pub body: Option<(String, String)>,
    /// Status, meaning, structure.
    pub responses: Vec<(String, String, String)>,
}

/// A structure.
#[derive(Debug, Clone)]
pub struct SchemaView {
    /// Its name.
    pub name: String,
    /// What it is.
    pub text: String,
    /// Name, type, needed, meaning.
    pub properties: Vec<(String, String, bool, String)>,
    /// One that is taken.
    pub example: Option<String>,
}

/// `GET /api/docs`
pub fn api_docs_page(ctx: OfficeContext, view: DocsView) -> impl IntoView {
    let intro = view.intro.into_iter().map(|text| view! { <p>{text}</p> }).collect_view();
    let list = table(
        calls(),
        [call(), what()],
        view.operations.iter().map(|o| {
            let to = Cell::Link { text: format!("{} {}", o.method, o.path), href: format!("#{}", o.id) };
            vec![to, o.summary.clone().into()]
        }),
    );
    let operations = view.operations.into_iter().map(operation).collect_view();
    let structures = view.schemas.into_iter().filter(|s| !s.properties.is_empty()).map(schema).collect_view();
    view! {
        <OfficeLayout ctx title=view.title crumbs=vec![]>
            <Section>
                {intro}
                <p>{base()}"："<code>{view.base}</code></p>
                <p><a href="/api/v1/openapi.json">{openapi()}</a></p>
            </Section>
            <Section title=calls()>{list}</Section>
            {operations}
            <h2 class="title-2">{schemas()}</h2>
            {structures}
        </OfficeLayout>
    }
}

fn operation(o: OperationView) -> impl IntoView {
    let parameters = (!o.parameters.is_empty()).then(|| {
        let rows = o.parameters.into_iter().map(|(name, place, needed, meaning)| {
            vec![Cell::Code(name), place.into(), need_cell(needed), meaning.into()]
        });
        table(parameters(), [name(), place(), need(), meaning()], rows)
    });
    let body = o.body.map(|(kind, schema)| view! { <p>{body_of(&kind, &schema)}</p> });
    let rows = o
        .responses
        .into_iter()
        .map(|(status, meaning, schema)| vec![Cell::Code(status), meaning.into(), Cell::Muted(schema)]);
    let answers = table(answers(), [status(), meaning(), content()], rows);
    view! {
        <section class="section" id=o.id>
            <h2 class="title-2">{o.summary}</h2>
            <p><code>{o.method}" "{o.path}</code></p>
            {parameters}
            {body}
            {answers}
        </section>
    }
}

fn schema(s: SchemaView) -> impl IntoView {
    let rows = s.properties.into_iter().map(|(name, kind, needed, meaning)| {
        vec![Cell::Code(name), kind.into(), need_cell(needed), meaning.into()]
    });
    let fields = table(&s.name, [name(), kind(), need(), meaning()], rows);
    let sample = s.example.map(|json| {
        view! { <details><summary>{example()}</summary><pre class="docs__sample">{json}</pre></details> }
    });
    view! {
        <section class="section">
            <h3 class="title-2">{s.name.clone()}</h3>
            <p>{s.text}</p>
            {fields}
            {sample}
        </section>
    }
}

fn need_cell(needed: bool) -> Cell {
    if needed { yes().into() } else { Cell::Muted(String::new()) }
}

fn table<const N: usize>(
    caption: &str,
    columns: [&'static str; N],
    rows: impl Iterator<Item = Vec<Cell>>,
) -> AnyView {
    let view = TableView {
        caption: caption.to_owned(),
        columns: columns.map(ColumnView::new).to_vec(),
        rows: rows.map(|cells| RowView { cells, ..RowView::default() }).collect(),
        ..TableView::default()
    };
    view! { <Table view/> }.into_any()
}
