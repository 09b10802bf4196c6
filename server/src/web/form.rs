//! The rating form's fields, there and back.

use super::body::Fields;
use domain::RatingInput;
use usecases::FormKey;

/// What the rating form carried.
#[derive(Debug)]
pub(super) struct RatingForm {
    pub(super) input: RatingInput,
    pub(super) key: Option<FormKey>,
    pub(super) another: bool,
}

impl RatingForm {
    /// Takes the fields of the chosen level; what was ticked under another level was cleared by choosing
    /// this one, script or no script. A form that names two levels names none.
    pub(super) fn of(fields: &Fields) -> RatingForm {
        let mut levels = fields.all("level");
        let level = levels.next().unwrap_or_default();
        let level = if levels.any(|other| other != level) { "?" } else { level };
        let indicators = format!("indicator_{level}");
        RatingForm {
            input: RatingInput {
                level: level.to_owned(),
                indicators: fields.all(&indicators).map(str::to_owned).collect(),
                words: fields.get("words").to_owned(),
                anonymous: fields.is_set("anonymous"),
                phone: fields.get("phone").to_owned(),
                phone_consent: fields.is_set("phone_consent"),
            },
            key: FormKey::parse(fields.get("key")),
            another: fields.is_set("another"),
        }
    }

    /// An untouched form. Anonymous until the person says otherwise: the safe choice is the given one. No
    /// level is chosen.
    pub(super) fn blank() -> RatingInput {
        RatingInput { anonymous: true, ..RatingInput::default() }
    }
}
