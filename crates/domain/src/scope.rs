//! Where a person of the office may act: a subtree of the division tree, within it perhaps one department,
//! one hall. Every statement of the office takes a scope, so that what lies outside is not found at all.

/// A subtree of places. All given parts must hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Root of the subtree: a division's code, 12 digits.
    pub division: String,
    /// Only what this department does, by row id.
    pub department: Option<i64>,
    /// Only this hall, by row id.
    pub hall: Option<i64>,
}

impl Scope {
    /// The subtree below a division.
    pub fn below(division: impl Into<String>) -> Scope {
        Scope { division: division.into(), department: None, hall: None }
    }
}
