//! `/office/plates/make`: choosing windows and a layout, seeing the first plate, asking for the pack.

use crate::studio::{self, Job};
use crate::web::body::Fields;
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
use print::{Edit, Layout, Logo, PackOptions, PrintError, Style};
use storage::{PlateChoice, StorageResult};
use usecases::{MOST_PLATES, Officer, PackAsk, PackBegun, PackPlate};

/// More halls than this are not offered one by one: a hall's own page leads here with it chosen.
const MOST_HALLS: usize = 200;

/// What was asked for, in words.
pub(super) fn what(choice: &str) -> String {
    let choice: serde_json::Value = serde_json::from_str(choice).unwrap_or_default();
    let text = |name: &str| choice[name].as_str().unwrap_or_default().to_owned();
    format!("{} · {} 张 · {}", text("place"), choice["count"], text("title"))
}

/// The choices of the form.
struct Choices {
    place: String,
    layout: String,
    format: String,
    black: bool,
    marks: bool,
    new_codes: bool,
    own: String,
}

impl Choices {
    fn of(get: impl Fn(&str) -> String) -> Choices {
        Choices {
            place: get("place"),
            layout: get("layout"),
            format: get("format"),
            black: get("black") == "1",
            marks: get("marks") == "1",
            new_codes: get("new_codes") == "1",
            own: get("own").trim().to_owned(),
        }
    }

    fn of_fields(fields: &Fields) -> Choices {
        Choices::of(|name| fields.get(name).to_owned())
    }

    /// Which windows the choice of a place means; `None` for what means none.
    fn windows(&self) -> Option<PlateChoice> {
        let (kind, id) = self.place.split_once(':').unwrap_or((&self.place, ""));
        match kind {
            "all" | "" => Some(PlateChoice::default()),
            "hall" => Some(PlateChoice { hall: Some(id.parse().ok()?), ..PlateChoice::default() }),
            "window" => Some(PlateChoice { window: Some(id.parse().ok()?), ..PlateChoice::default() }),
            "division" => Some(PlateChoice { division: Some(id.to_owned()), ..PlateChoice::default() }),
            _ => None,
        }
    }

    fn style(&self, logo: Option<Logo>) -> Style {
        Style { black_only: self.black, text: Some(self.own.clone()).filter(|t| !t.is_empty()), logo }
    }

    /// The picture of the first plate under these choices (the mark is not in it).
    fn preview(&self) -> String {
        let encode = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
        };
        let black = if self.black { "1" } else { "" };
        format!(
            "/office/plates/preview.png?place={}&layout={}&black={black}&own={}",
            encode(&self.place),
            encode(&self.layout),
            encode(&self.own)
        )
    }
}

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
    for kind in ["hall", "window", "division"] {
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
    let Some(windows) = choices.windows() else {
        let view = wrong_place("请选择给哪些窗口制作台牌。".into());
        return form(&web, &headers, &officer, id, status, &choices, view).await;
    };
    let begun = match begin(&web, &officer, &choices, windows, &layout).await {
        Ok(begun) => begun,
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let (pack_id, plates) = match begun {
        PackBegun::Begun { pack_id, plates } => (pack_id, plates),
        PackBegun::NoWindows => {
            let view = wrong_place("这里没有使用中的窗口。请先新增或导入窗口。".into());
            return form(&web, &headers, &officer, id, status, &choices, view).await;
        }
        PackBegun::TooMany => {
            let view = wrong_place(format!("窗口太多：一次最多 {MOST_PLATES} 张，请按区县或大厅分批制作。"));
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
    windows: PlateChoice,
    layout: &Layout,
) -> StorageResult<PackBegun> {
    let count = web.service.db().plate_targets(&officer.scope, &windows, MOST_PLATES as i64 + 1).await?.len();
    let details = serde_json::json!({
        "place": place_name(web, officer, &windows).await?,
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
        choice: windows,
        layout: (layout.name().to_owned(), layout.version().to_owned()),
        details,
        new_codes: choices.new_codes,
    };
    web.service.begin_pack(officer, ask).await
}

async fn place_name(web: &AppState, officer: &Officer, windows: &PlateChoice) -> StorageResult<String> {
    let db = web.service.db();
    if let Some(hall) = windows.hall {
        let found = db.hall_choices(&officer.scope, Some(hall)).await?;
        return Ok(found.into_iter().next().map(|(_, name)| name).unwrap_or_default());
    }
    if let Some(window) = windows.window {
        let found = db.office_window(&officer.scope, window).await?;
        return Ok(found.map(|w| format!("{} {}", w.hall, w.name)).unwrap_or_default());
    }
    Ok(match (&windows.division, officer.place.as_str()) {
        (Some(division), _) => format!("区划 {division}"),
        (None, "") => "全市".to_owned(),
        (None, place) => place.to_owned(),
    })
}

/// Layout and style, if the one takes the other.
fn checked(web: &AppState, choices: &Choices, file: &[u8]) -> Result<(Layout, Style), PrintError> {
    let name = if choices.layout.is_empty() { &web.config.plate.layout } else { &choices.layout };
    let layout = web.studio.layouts(&web.config)?.get(name)?.clone();
    let logo = if file.is_empty() { None } else { Some(Logo::parse(file)?) };
    let style = choices.style(logo);
    // A style the layout does not take is told now, not when the pack is made.
    let sample =
        PackPlate { hall: "示例大厅".into(), window: "示例窗口".into(), code: "0000000".into() };
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
    let Some(windows) = choices.windows() else { return refused::not_found(&web, &headers, &officer) };
    let first = match web.service.db().plate_targets(&officer.scope, &windows, 1).await {
        Ok(found) => found.into_iter().next(),
        Err(error) => return refused::storage(&web, &headers, &officer, error, id),
    };
    let Some(first) = first else { return refused::not_found(&web, &headers, &officer) };
    let plate = PackPlate { hall: first.hall, window: first.window_name, code: first.code };
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
        let mut places = vec![ChoiceView::new("all", "我管理的全部窗口")];
        let halls = db.hall_choices(&officer.scope, None).await?;
        let chosen = choices.place.strip_prefix("hall:").and_then(|id| id.parse::<i64>().ok());
        let many = halls.len() > MOST_HALLS;
        let offered = halls.into_iter().filter(|(id, _)| !many || Some(*id) == chosen);
        places.extend(offered.map(|(id, name)| ChoiceView::new(format!("hall:{id}"), name)));
        let windows = choices.windows().unwrap_or_default();
        if choices.place.starts_with("window:") || choices.place.starts_with("division:") {
            places.push(ChoiceView::new(&choices.place, place_name(web, officer, &windows).await?));
        }
        let targets = db.plate_targets(&officer.scope, &windows, MOST_PLATES as i64 + 1).await?;
        Ok((places, targets.len() as u64))
    };
    let (places, windows) = match filled.await {
        Ok(filled) => filled,
        Err(error) => return refused::storage(web, headers, officer, error, id),
    };
    let layouts = match web.studio.layouts(&web.config) {
        // A card for a person is made from the person's page.
        Ok(catalogue) => {
            catalogue.iter().filter(|l| l.kind() != print::Kind::Staff).map(layout_choice).collect()
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
        layouts,
        layout,
        format: or(&choices.format, "pdf"),
        black: choices.black,
        marks: choices.marks,
        new_codes: choices.new_codes,
        own: choices.own.clone(),
        preview: (windows > 0).then(|| shown.preview()),
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
