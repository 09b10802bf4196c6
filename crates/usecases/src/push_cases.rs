//! Taking cases from a partner: every row is checked by itself and told apart; what is good is stored by the hundred.

use crate::{CaseToken, Partner, Service};
use domain::case::{CaseRecord, Field, FieldError, FieldRule};
use domain::{Millis, WindowCode};
use std::collections::{HashMap, HashSet};
use storage::{LiveLink, NewCase, StorageResult, Stored};

/// Rows stored in one transaction: enough to be fast, few enough not to hold up those who rate.
const GROUP: usize = 500;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// Field, by the interface's name; empty for the row as a whole.
    pub field: &'static str,
    /// The rule, a word for programs.
    pub rule: &'static str,
    /// A sentence for people.
    pub message: String,
}

impl RowProblem {
    fn of(field: Field, rule: &'static str, message: &str) -> RowProblem {
        RowProblem { field: field.name(), rule, message: message.to_owned() }
    }
}

impl From<FieldError> for RowProblem {
    fn from(error: FieldError) -> RowProblem {
        RowProblem::of(error.field, error.rule.word(), &error.rule.to_string())
    }
}

/// What becomes of the good rows when one is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushMode {
    /// Nothing is stored.
    AllOrNothing,
    /// The others are.
    Each,
}

/// What became of a row.
#[derive(Debug, Clone)]
pub enum Pushed {
    /// The occurrence is new.
    Created(PushedCase),
    /// It had been rated through a signed link, and has its case now.
    Matched(PushedCase),
    /// It was known; the state of its case is up to date.
    Known(PushedCase),
    /// It was not stored.
    Refused(Vec<RowProblem>),
    /// It was good and not stored, because another row was not.
    NotStored,
}

/// An occurrence that is stored.
#[derive(Debug, Clone)]
pub struct PushedCase {
    /// 申办号.
    pub project_no: String,
    /// 服务次数.
    pub service_number: i32,
    /// Its link that can be used; none when its time is over, or every one was revoked.
    pub link: Option<PartnerLink>,
}

/// A link as its partner is told.
#[derive(Debug, Clone)]
pub struct PartnerLink {
    /// The token of its URL.
    pub token: CaseToken,
    /// When it dies.
    pub expires_at: Millis,
}

/// A row as it came: read, or what is wrong with it.
pub type PushRow = Result<Box<CaseRecord>, Vec<RowProblem>>;

impl Service {
    /// Checks and stores the rows of a partner; answers row by row, in their order.
    pub async fn push_cases(
        &self,
        partner: &Partner,
        rows: Vec<PushRow>,
        mode: PushMode,
    ) -> StorageResult<Vec<Pushed>> {
        let rows = self.checked(partner, rows).await?;
        let all_or_nothing = mode == PushMode::AllOrNothing;
        if all_or_nothing && rows.iter().any(Result::is_err) {
            return Ok(rows
                .into_iter()
                .map(|row| row.map_or_else(Pushed::Refused, |_| Pushed::NotStored))
                .collect());
        }
        let calendar = self.calendar().await?;
        let (mut cases, mut places) = (Vec::new(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            if let Ok(record) = row {
                cases.push(self.prepare_case(&calendar, (**record).clone(), false));
                places.push(at);
            }
        }
        let mut stored = Vec::with_capacity(cases.len());
        // All or nothing is one transaction, however many there are.
        let group = if all_or_nothing { cases.len().max(1) } else { GROUP };
        for group in cases.chunks(group) {
            stored.extend(
                self.db.store_cases(Some(partner.row.id), group, all_or_nothing, self.world.now()).await?,
            );
        }
        let nothing = all_or_nothing && stored.iter().any(|s| s.is_refused());
        let links = self.live_links(&stored).await?;
        let mut done: Vec<Pushed> =
            rows.into_iter().map(|row| row.map_or_else(Pushed::Refused, |_| Pushed::NotStored)).collect();
        for ((case, stored), at) in cases.iter().zip(stored).zip(places) {
            done[at] = match (nothing, refusal(stored)) {
                (_, Some(problem)) => Pushed::Refused(vec![problem]),
                (true, None) => Pushed::NotStored,
                (false, None) => self.pushed(case, stored, &links),
            };
        }
        Ok(done)
    }

    fn pushed(&self, case: &NewCase, stored: Stored, links: &HashMap<i64, LiveLink>) -> Pushed {
        let told = |link: Option<PartnerLink>| PushedCase {
            project_no: case.record.project_no.clone(),
            service_number: case.record.service_number,
            link,
        };
        let live = |occurrence| {
            let link: Option<&LiveLink> = links.get(&occurrence);
            link.map(|l| PartnerLink { token: self.link_token(l.id), expires_at: Millis(l.expires_at) })
        };
        match stored {
            Stored::New { link, .. } => {
                let ends = self.link_end(Millis(case.occurrence.rate_until));
                let link = link.map(|id| PartnerLink { token: self.link_token(id), expires_at: ends });
                Pushed::Created(told(link))
            }
            Stored::Matched { occurrence } => Pushed::Matched(told(live(occurrence))),
            Stored::Known { occurrence } => Pushed::Known(told(live(occurrence))),
            Stored::Taken | Stored::RefTaken => Pushed::NotStored,
        }
    }

    async fn live_links(&self, stored: &[Stored]) -> StorageResult<HashMap<i64, LiveLink>> {
        let known = stored.iter().filter_map(|s| match s {
            Stored::Known { occurrence } | Stored::Matched { occurrence } => Some(*occurrence),
            _ => None,
        });
        let known: Vec<i64> = known.collect();
        if known.is_empty() {
            return Ok(HashMap::new());
        }
        let links = self.db.live_links(&known, self.world.now()).await?;
        // Ordered by id: the newest link of an occurrence stays.
        Ok(links.into_iter().map(|link| (link.occurrence_id, link)).collect())
    }

    /// What the rows must keep among each other, and what only we know: scope and windows.
    async fn checked(&self, partner: &Partner, rows: Vec<PushRow>) -> StorageResult<Vec<PushRow>> {
        let mut seen = HashSet::new();
        let mut windows: HashMap<String, bool> = HashMap::new();
        let mut checked = Vec::with_capacity(rows.len());
        for row in rows {
            let record = match row {
                Ok(record) => record,
                Err(problems) => {
                    checked.push(Err(problems));
                    continue;
                }
            };
            let mut problems = Vec::new();
            if !seen.insert((record.project_no.clone(), record.service_number)) {
                problems.push(RowProblem::of(
                    Field::ServiceNumber,
                    "twice",
                    "同一批里，这个申办号和服务次数出现了两次",
                ));
            }
            let unit = record.org_code.split_once('_').map(|(_, unit)| unit);
            if !partner.areas.holds(&record.area_code, [unit, record.dept_code.as_deref()]) {
                problems.push(RowProblem::of(
                    Field::AreaCode,
                    "outside-scope",
                    "不在本系统获准推送的区划和部门范围内",
                ));
            }
            if let Some(code) = &record.window_code {
                let known = match windows.get(code) {
                    Some(known) => *known,
                    None => {
                        let known = match code.parse::<WindowCode>() {
                            Ok(parsed) => self.window(parsed).await?.is_some(),
                            Err(_) => false,
                        };
                        windows.insert(code.clone(), known);
                        known
                    }
                };
                if !known {
                    problems.push(RowProblem::of(Field::WinNo, "unknown-window", "没有这个窗口码"));
                }
            }
            checked.push(if problems.is_empty() { Ok(record) } else { Err(problems) });
        }
        Ok(checked)
    }
}

fn refusal(stored: Stored) -> Option<RowProblem> {
    match stored {
        Stored::Taken => {
            Some(RowProblem::of(Field::ProjectNo, "taken", "这个申办号由其他系统推送，不能更改"))
        }
        Stored::RefTaken => {
            Some(RowProblem::of(Field::OccurrenceRef, "taken", "这个服务编号已用于另一次服务"))
        }
        _ => None,
    }
}

/// A row made of texts by field, or what is wrong with it.
pub fn read_row<'a>(text: impl Fn(Field) -> &'a str) -> PushRow {
    match CaseRecord::parse(text) {
        Ok(record) => Ok(Box::new(record)),
        Err(errors) => Err(errors.into_iter().map(RowProblem::from).collect()),
    }
}

/// A blank around a value: the interface takes values as they are.
pub fn blank_around(field: Field) -> RowProblem {
    RowProblem::of(field, "blank-around", "前后不能有空白")
}

/// A number that takes no message: the interface wants a mobile one (《工作方案》二（三）6), where a file may give a fixed line.
pub fn not_mobile() -> RowProblem {
    RowProblem::of(Field::Mobile, FieldRule::Phone.word(), "应为 11 位手机号")
}

/// A field the interface does not know.
pub fn unknown_field(name: &str) -> RowProblem {
    let shown: String = name.chars().take(40).collect();
    RowProblem {
        field: "", rule: "unknown-field", message: format!("接口没有名为“{shown}”的字段")
    }
}

/// A value of another JSON type than the field's.
pub fn wrong_type(field: Field, wanted: &str) -> RowProblem {
    RowProblem::of(field, "wrong-type", &format!("应为{wanted}"))
}

/// A row that is no JSON object.
pub fn no_object() -> RowProblem {
    RowProblem { field: "", rule: "malformed", message: "应为一个 JSON 对象".to_owned() }
}
