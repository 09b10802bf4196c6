//! `/office/departments`: the list of departments and one department; what is done with one stands in
//! `departments_edit`.

use super::desk::Desk;
use super::export;
use super::halls::{is_open, state_cell, state_select, state_set, state_since};
use super::list::ListQuery;
use super::page::history;
use app::office::components::{Cell, ColumnView, DefinitionView, EmptyView, RowView, TableView};
use app::office::departments::{DepartmentView, DepartmentsView, department_page, departments_page};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::{Millis, Permission};
use storage::{DepartmentFilter, OfficeDepartment, StorageResult};

/// `GET /office/departments`
pub(super) async fn list(desk: Desk) -> Response {
    let query = desk.list("/office/departments");
    let view = async {
        let listing = query.listing(&desk.officer.scope);
        let found = desk.web.service.list_departments(&listing, &filter(&query)).await?;
        list_view(&desk, &query, found).await
    };
    match view.await {
        Ok(view) => {
            let ctx = desk.context("/office/departments");
            desk.page(StatusCode::OK, || departments_page(ctx, view))
        }
        Err(error) => desk.failed(error),
    }
}

/// `GET /office/departments/export`
pub(super) async fn export(desk: Desk) -> Response {
    let query = desk.list("/office/departments");
    let columns = export::Columns {
        kind: "departments",
        name: "部门",
        heads: &["部门名称", "统一社会信用代码", "区划", "区划代码", "使用中窗口", "状态", "停用时间"],
    };
    let (web, filter) = (desk.web.clone(), filter(&query));
    export::stream(&desk, &query, columns, move |listing| {
        let (web, filter) = (web.clone(), filter.clone());
        async move {
            let (departments, _) = web.service.list_departments(&listing, &filter).await?;
            Ok(departments.into_iter().map(cells).collect())
        }
    })
    .await
}

fn cells(department: OfficeDepartment) -> Vec<String> {
    let state = if department.retired_at.is_none() { "使用中" } else { "已停用" };
    vec![
        department.name,
        department.credit_code.unwrap_or_default(),
        department.division.unwrap_or_default(),
        department.division_code.unwrap_or_default(),
        department.windows.to_string(),
        state.into(),
        department.retired_at.map(|at| Millis(at).to_china_text()).unwrap_or_default(),
    ]
}

fn filter(query: &ListQuery) -> DepartmentFilter {
    DepartmentFilter {
        division: Some(query.get("division").to_owned()).filter(|code| !code.is_empty()),
        open: is_open(query),
    }
}

async fn list_view(
    desk: &Desk,
    query: &ListQuery,
    (departments, total): (Vec<OfficeDepartment>, i64),
) -> StorageResult<DepartmentsView> {
    let may_edit = desk.officer.may(Permission::EditDepartments);
    let division = match query.get("division") {
        "" => None,
        code => desk.web.service.plain_division(&desk.officer, code).await?.map(|division| division.name),
    };
    let set = state_set(query).into_iter();
    let set = set.chain(division.map(|name| ("division", format!("区划：{name}及下级"))));
    let mut bar = query.filter("部门名称、信用代码或区划", set.collect());
    bar.selects.push(state_select(query));
    let empty = if query.is_narrowed(&["state", "division"]) {
        EmptyView {
            title: "没有符合条件的部门".into(),
            text: "请换个名称，或清除筛选再看。".into(),
            action: Some(("清除筛选".into(), "/office/departments".into())),
        }
    } else {
        EmptyView {
            title: "还没有部门".into(),
            text: "开设窗口之前，先新增在窗口提供服务的部门。".into(),
            action: may_edit.then(|| ("新增部门".into(), "/office/departments/new".into())),
        }
    };
    let pager = query.pager(departments.len(), total);
    let table = TableView {
        caption: "部门".into(),
        columns: vec![
            query.column("部门", "name", true),
            query.column("区划", "division", false),
            ColumnView::new("使用中窗口").numeric(),
            ColumnView::new("状态"),
        ],
        rows: departments.into_iter().map(row).collect(),
        pager,
        empty,
        ..TableView::default()
    };
    Ok(DepartmentsView { filter: bar, table, may_edit, export: export::links(query) })
}

fn row(department: OfficeDepartment) -> RowView {
    RowView {
        href: Some(format!("/office/departments/{}", department.id)),
        key: department.id.to_string(),
        cells: vec![
            Cell::Two {
                text: department.name,
                sub: department.credit_code.unwrap_or_else(|| "未登记统一社会信用代码".into()),
            },
            Cell::Muted(department.division.unwrap_or_default()),
            department.windows.to_string().into(),
            state_cell(department.retired_at),
        ],
        ticked: false,
    }
}

/// `GET /office/departments/{department}`
pub(super) async fn show(Path(department): Path<String>, desk: Desk) -> Response {
    let department = match find(&desk, &department).await {
        Ok(Some(department)) => department,
        Ok(None) => return desk.missing(),
        Err(error) => return desk.failed(error),
    };
    let past = match desk.web.service.history("department", &department.id.to_string()).await {
        Ok(rows) => history::timeline(rows),
        Err(error) => return desk.failed(error),
    };
    let view = DepartmentView {
        id: department.id,
        name: department.name,
        facts: vec![
            DefinitionView::new(
                "统一社会信用代码",
                match department.credit_code {
                    Some(code) => Cell::Code(code),
                    None => Cell::Muted("未登记".into()),
                },
            ),
            DefinitionView::new("所属区划", Cell::Muted(department.division.unwrap_or_default())),
            DefinitionView::new("使用中窗口", format!("{}个", department.windows)),
            DefinitionView::new("状态", state_since(department.retired_at)),
        ],
        past,
        may_edit: desk.officer.may(Permission::EditDepartments),
        is_open: department.retired_at.is_none(),
    };
    let ctx = desk.context("/office/departments");
    desk.page(StatusCode::OK, || department_page(ctx, view))
}

pub(super) async fn find(desk: &Desk, department: &str) -> StorageResult<Option<OfficeDepartment>> {
    match department.parse() {
        Ok(id) => desk.web.service.department_of(&desk.officer, id).await,
        Err(_) => Ok(None),
    }
}
