//! What the form of the studio asks for: where, which layout, how.

use crate::web::AppState;
use crate::web::body::Fields;
use print::{Kind, Layout, Logo, Style};
use storage::{PlateChoice, PlateOf, StorageResult};
use usecases::Officer;

/// What was asked for, in words.
pub(super) fn what(choice: &str) -> String {
    let choice: serde_json::Value = serde_json::from_str(choice).unwrap_or_default();
    let text = |name: &str| choice[name].as_str().unwrap_or_default().to_owned();
    format!("{} · {} 张 · {}", text("place"), choice["count"], text("title"))
}

/// Cards for people were asked for.
pub(super) fn is_cards(choice: &str) -> bool {
    let choice: serde_json::Value = serde_json::from_str(choice).unwrap_or_default();
    choice["people"] == true
}

/// The choices of the form.
pub(super) struct Choices {
    pub place: String,
    pub layout: String,
    pub format: String,
    pub black: bool,
    pub marks: bool,
    pub new_codes: bool,
    pub own: String,
}

impl Choices {
    pub fn of(get: impl Fn(&str) -> String) -> Choices {
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

    pub fn of_fields(fields: &Fields) -> Choices {
        Choices::of(|name| fields.get(name).to_owned())
    }

    /// Windows, or people: as the layout says. A layout that is not there is told elsewhere.
    pub fn plate_of(&self, web: &AppState) -> PlateOf {
        let name = if self.layout.is_empty() { &web.config.plate.layout } else { &self.layout };
        let layout = web.studio.layouts(&web.config).ok().and_then(|layouts| layouts.get(name).ok());
        match layout.map(Layout::kind) {
            Some(Kind::Staff) => PlateOf::Person,
            _ => PlateOf::Window,
        }
    }

    /// Which windows or people the choice of a place means; `None` for what means none.
    pub fn chosen(&self, of: PlateOf) -> Option<PlateChoice> {
        let (kind, id) = self.place.split_once(':').unwrap_or((&self.place, ""));
        let choice = PlateChoice { of, ..PlateChoice::default() };
        match (kind, of) {
            ("all" | "", _) => Some(choice),
            ("hall", _) => Some(PlateChoice { hall: Some(id.parse().ok()?), ..choice }),
            ("division", _) => Some(PlateChoice { division: Some(id.to_owned()), ..choice }),
            ("window", PlateOf::Window) | ("staff", PlateOf::Person) => {
                Some(PlateChoice { one: Some(id.parse().ok()?), ..choice })
            }
            _ => None,
        }
    }

    pub fn style(&self, logo: Option<Logo>) -> Style {
        Style { black_only: self.black, text: Some(self.own.clone()).filter(|t| !t.is_empty()), logo }
    }

    /// The picture of the first plate under these choices (the mark is not in it).
    pub fn preview(&self) -> String {
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

/// The chosen place in words.
pub(super) async fn place_name(
    web: &AppState,
    officer: &Officer,
    choice: &PlateChoice,
) -> StorageResult<String> {
    let db = web.service.db();
    if let Some(hall) = choice.hall {
        let found = db.hall_choices(&officer.scope, Some(hall)).await?;
        return Ok(found.into_iter().next().map(|(_, name)| name).unwrap_or_default());
    }
    if choice.one.is_some() {
        let found = db.plate_targets(&officer.scope, choice, 1).await?.into_iter().next();
        return Ok(found.map(|target| format!("{} {}", target.hall, target.label)).unwrap_or_default());
    }
    Ok(match (&choice.division, officer.place.as_str()) {
        (Some(division), _) => format!("区划 {division}"),
        (None, "") => "全市".to_owned(),
        (None, place) => place.to_owned(),
    })
}
