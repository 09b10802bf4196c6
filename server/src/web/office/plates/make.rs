//! `/office/plates/make`: choosing windows and a layout, seeing the first plate, asking for the pack.

use crate::studio::{self, Job};
use crate::web::office::guard::see_other;
use crate::web::office::list::ListQuery;
use crate::web::office::page::{self, context, refused};
use crate::web::office::upload::OfficeUpload;
use crate::web::{AppState, RequestId};
use app::office::components::ChoiceView;
use app::office::plates::{LayoutChoice, MakeView, make_page};
use axum::extract::{Extension, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use print::{Edit, Kind, Layout, Logo, PackOptions, PrintError, Style};
use storage::{PlateChoice, PlateOf, PlateTarget, StorageResult};
use usecases::{MOST_PLATES, Officer, PackAsk, PackBegun, PackPlate};

use super::choices::{Choices, place_name};

/// More halls than this are not offered one by one: a hall's own page leads here with it chosen.
const MOST_HALLS: usize = 200;

/// `GET /office/plates/make`
pub(in crate::web::office) async fn ask(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = ListQuery::read("/office/plates/make", query.as_deref());
    let mut choices = Choices::of(|name| query.get(name).to_owned());
    for kind in ["hall", "window", "staff", "division"] {
        if choices.place.is_empty() && !query.get(kind).is_empty() {
            choices.place = format!("{kind}:{}", query.get(kind));
        }
    }
    form(&web, &headers, &officer, id, StatusCode::OK, &choices, MakeView::default()).await
}

/// `POST /office/plates/make`
pub(in crate::web::office) async fn submit(sent: OfficeUpload) -> Response {
    let OfficeUpload { web, id, headers, officer, fields, file } = sent;
    let choices = Choices::of_fields(&fields);
    let again = |error: String| {
        let view = MakeView { own_error: Some(error), ..MakeView::default() };
        form(&web, &headers, &officer, id, StatusCode::UNPROCESSABLE_ENTITY, &choices, view)
    };
    if fields.is_set("preview") {
        return form(&web, &headers, &officer, id, StatusCode::OK, &choices, MakeView::default()).await;
    }
    let (layout, style) = match checked(&web, &choices, &file) {
        Ok(checked) => checked,
        Err(error) => return again(error.to_string()).await,
    };
    let wrong_place = |error: String| MakeView { place_error: Some(error), ..MakeView::default() };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let Some(choice) = choices.chosen(choices.plate_of(&web)) else {
        let view = wrong_place("请重新选择范围：一人一码的版式给人员制作，其他版式给窗口制作。".into());
        return form(&web, &headers, &officer, id, status, &choices, view).await;
    };
    let begun = match begin(&web, &officer, &choices, choice, &layout).await {
        Ok(begun) => begun,
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let (pack_id, plates) = match begun {
        PackBegun::Begun { pack_id, plates } => (pack_id, plates),
        PackBegun::Nobody => {
            let none = match choices.plate_of(&web) {
                PlateOf::Window => "这里没有使用中的窗口。请先新增或导入窗口。",
                PlateOf::Person => "这里没有在岗人员。请先新增或导入人员。",
            };
            let view = wrong_place(none.into());
            return form(&web, &headers, &officer, id, status, &choices, view).await;
        }
        PackBegun::TooMany => {
            let view = wrong_place(format!("太多了：一次最多 {MOST_PLATES} 张，请按区县或大厅分批制作。"));
            return form(&web, &headers, &officer, id, status, &choices, view).await;
        }
    };
    let contents = plates.iter().map(|plate| studio::content(&web.config, web.demo, plate)).collect();
    let options = PackOptions {
        format: studio::format_of(&choices.format),
        style,
        crop_marks: choices.marks,
        leave_out_refused: true,
        ..PackOptions::default()
    };
    studio::begin(web.clone(), Job { pack_id, layout, contents, options });
    see_other(&format!("/office/plates/packs/{pack_id}"))
}

async fn begin(
    web: &AppState,
    officer: &Officer,
    choices: &Choices,
    choice: PlateChoice,
    layout: &Layout,
) -> StorageResult<PackBegun> {
    let count = web.service.db().plate_targets(&officer.scope, &choice, MOST_PLATES as i64 + 1).await?.len();
    let details = serde_json::json!({
        "place": place_name(web, officer, &choice).await?,
        "people": choice.of == PlateOf::Person,
        "count": count,
        "layout": layout.name(),
        "title": layout.title(),
        "format": choices.format,
        "black": choices.black,
        "marks": choices.marks,
        "new_codes": choices.new_codes,
        "own": choices.own,
    });
    let ask = PackAsk {
        choice,
        layout: (layout.name().to_owned(), layout.version().to_owned()),
        details,
        new_codes: choices.new_codes,
    };
    web.service.begin_pack(officer, ask).await
}

/// Layout and style, if the one takes the other.
fn checked(web: &AppState, choices: &Choices, file: &[u8]) -> Result<(Layout, Style), PrintError> {
    let name = if choices.layout.is_empty() { &web.config.plate.layout } else { &choices.layout };
    let layout = web.studio.layouts(&web.config)?.get(name)?.clone();
    // A paper for one service is made by the partners' interface.
    if layout.kind() == Kind::Case {
        return Err(PrintError::UnknownLayout(name.clone()));
    }
    let logo = if file.is_empty() { None } else { Some(Logo::parse(file)?) };
    let style = choices.style(logo);
    // A style the layout does not take is told now, not when the pack is made.
    let number = (choices.plate_of(web) == PlateOf::Person).then(|| "0000".to_owned());
    let sample =
        PackPlate { hall: "示例大厅".into(), label: "示例".into(), number, code: "0000000".into() };
    let content = studio::content(&web.config, web.demo, &sample);
    if style.text.is_some() || style.logo.is_some() {
        web.studio.press()?.preview(&layout, &content, &style, 100)?;
    }
    Ok((layout, style))
}

/// `GET /office/plates/preview.png`
pub(in crate::web::office) async fn preview(
    State(web): State<AppState>,
    Extension(officer): Extension<Officer>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = ListQuery::read("/office/plates/preview.png", query.as_deref());
    let choices = Choices::of(|name| query.get(name).to_owned());
    let Some(choice) = choices.chosen(choices.plate_of(&web)) else {
        return refused::not_found(&web, &headers, &officer);
    };
    let first = match web.service.db().plate_targets(&officer.scope, &choice, 1).await {
        Ok(found) => found.into_iter().next(),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let Some(first) = first else { return refused::not_found(&web, &headers, &officer) };
    let PlateTarget { hall, label, number, code, .. } = first;
    let plate = PackPlate { hall, label, number, code };
    let content = studio::content(&web.config, web.demo, &plate);
    let drawn = tokio::task::spawn_blocking({
        let web = web.clone();
        move || {
            let (layout, style) = checked(&web, &choices, &[])?;
            web.studio.press()?.preview(&layout, &content, &style, 840)
        }
    });
    match drawn.await {
        Ok(Ok(png)) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("image/png")),
                (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=60")),
            ];
            (headers, png).into_response()
        }
        Ok(Err(error)) => refused::impossible(&web, &headers, &officer, &error.to_string()),
        Err(_) => refused::impossible(&web, &headers, &officer, "预览没有画成，请稍后再试。"),
    }
}

async fn form(
    web: &AppState,
    headers: &HeaderMap,
    officer: &Officer,
    id: RequestId,
    status: StatusCode,
    choices: &Choices,
    view: MakeView,
) -> Response {
    let filled = async {
        let db = web.service.db();
        let mut places = vec![ChoiceView::new("all", "我管理的全部")];
        let halls = db.hall_choices(&officer.scope, None).await?;
        let chosen = choices.place.strip_prefix("hall:").and_then(|id| id.parse::<i64>().ok());
        let many = halls.len() > MOST_HALLS;
        let offered = halls.into_iter().filter(|(id, _)| !many || Some(*id) == chosen);
        places.extend(offered.map(|(id, name)| ChoiceView::new(format!("hall:{id}"), name)));
        if let Some(choice) = choices.chosen(choices.plate_of(web))
            && (choice.one.is_some() || choice.division.is_some())
        {
            places.push(ChoiceView::new(&choices.place, place_name(web, officer, &choice).await?));
        }
        let mut counts = [0, 0];
        for (count, of) in counts.iter_mut().zip([PlateOf::Window, PlateOf::Person]) {
            if let Some(choice) = choices.chosen(of) {
                let targets = db.plate_targets(&officer.scope, &choice, MOST_PLATES as i64 + 1).await?;
                *count = targets.len() as u64;
            }
        }
        Ok((places, counts))
    };
    let (places, [windows, people]) = match filled.await {
        Ok(filled) => filled,
        Err(error) => return refused::storage(web, headers, officer, error, id),
    };
    let layouts = match web.studio.layouts(&web.config) {
        // Cards for people last.
        Ok(catalogue) => {
            let made = catalogue.iter().filter(|l| l.kind() != Kind::Case);
            let (cards, plates): (Vec<_>, Vec<_>) = made.partition(|l| l.kind() == Kind::Staff);
            plates.into_iter().chain(cards).map(layout_choice).collect()
        }
        Err(error) => return refused::impossible(web, headers, officer, &error.to_string()),
    };
    let or = |value: &str, usual: &str| if value.is_empty() { usual.to_owned() } else { value.to_owned() };
    let layout = or(&choices.layout, &web.config.plate.layout);
    let shown = Choices {
        place: or(&choices.place, "all"),
        layout: layout.clone(),
        own: choices.own.clone(),
        format: String::new(),
        ..*choices
    };
    let view = MakeView {
        places,
        place: shown.place.clone(),
        windows,
        people,
        layouts,
        layout,
        format: or(&choices.format, "pdf"),
        black: choices.black,
        marks: choices.marks,
        new_codes: choices.new_codes,
        own: choices.own.clone(),
        preview: (windows + people > 0).then(|| shown.preview()),
        ..view
    };
    let ctx = context(web, headers, officer, "/office/plates");
    page::page(web, status, headers, || make_page(ctx, view))
}

fn layout_choice(layout: &Layout) -> LayoutChoice {
    let (width, height) = layout.size();
    let sheet = layout.grid().map(|grid| format!("，每张纸 {} 个", grid.columns * grid.rows));
    LayoutChoice {
        name: layout.name().to_owned(),
        title: layout.title().to_owned(),
        size: format!("{width} × {height} 毫米{}", sheet.unwrap_or_default()),
        standard: layout.edit() == Edit::Standard,
        sample: layout.is_sample(),
        stand: layout.stand().map(|s| (s.frame_overlap, s.base_height, s.base_depth)),
    }
}
