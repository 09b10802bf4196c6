//! Who is at work in the office: an account with its role, scope and session, as every office use case takes it.

use crate::Service;
use domain::{Permission, Role, Scope};
use storage::{AuditEntry, SessionRow, StorageResult};

/// A signed-in person of the office.
#[derive(Debug, Clone)]
pub struct Officer {
    /// Account.
    pub account_id: i64,
    /// What she types to sign in.
    pub login: String,
    /// Her name.
    pub name: String,
    /// Her role, when she was given one.
    pub role: Option<Role>,
    /// Where she may act.
    pub scope: Scope,
    /// That place in words.
    pub place: String,
    /// Who she is among the staff.
    pub staff_id: Option<i64>,
    /// The session.
    pub session_id: i64,
    /// What she has to do before anything else.
    pub duty: Duty,
}

/// What stands between a signed-in person and her work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Nothing.
    None,
    /// Give the code of her second factor.
    GiveCode,
    /// Choose a password in place of the one-time one.
    ChangePassword,
    /// Set up a second factor, which her role needs.
    SetUpSecondFactor,
}

impl Officer {
    /// May she do this? Nobody may do anything but what her duty asks for, until it is done.
    pub fn may(&self, permission: Permission) -> bool {
        self.duty == Duty::None && self.role_may(permission)
    }

    fn role_may(&self, permission: Permission) -> bool {
        permission == Permission::OwnAccount || self.role.is_some_and(|role| role.may(permission))
    }

    pub(crate) fn of(row: SessionRow, root: &str) -> Officer {
        let role = row.role.as_deref().and_then(Role::from_word);
        let duty = if row.stage != "full" {
            Duty::GiveCode
        } else if row.must_change {
            Duty::ChangePassword
        } else if role.is_some_and(Role::needs_second_factor) && !row.has_second_factor {
            Duty::SetUpSecondFactor
        } else {
            Duty::None
        };
        let scope = Scope {
            division: row.division_code.unwrap_or_else(|| root.to_owned()),
            department: row.department_id,
            hall: row.hall_id,
        };
        Officer {
            account_id: row.account_id,
            login: row.login,
            name: row.name,
            role,
            scope,
            place: row.place.unwrap_or_default(),
            staff_id: row.staff_id,
            session_id: row.session_id,
            duty,
        }
    }
}

/// What an entry of the audit trail is about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// Kind: `window`, `account`, ….
    pub kind: &'a str,
    /// Row id or code.
    pub id: &'a str,
    /// Name.
    pub name: &'a str,
}

impl Service {
    /// An entry of the audit trail for something this officer does now.
    pub fn audit(&self, officer: &Officer, action: &str, about: About<'_>) -> AuditEntry {
        AuditEntry {
            at: self.world.now().0,
            account_id: Some(officer.account_id),
            actor: officer.login.clone(),
            role: officer.role.map(|role| role.word().to_owned()),
            action: action.to_owned(),
            object_kind: about.kind.to_owned(),
            object_id: about.id.to_owned(),
            object_name: about.name.to_owned(),
            reason: None,
            detail: None,
            session_id: Some(officer.session_id),
        }
    }

    /// An entry for something done at the command line or by a job.
    pub fn audit_of_program(&self, actor: &str, action: &str, about: About<'_>) -> AuditEntry {
        AuditEntry {
            at: self.world.now().0,
            account_id: None,
            actor: actor.to_owned(),
            role: None,
            action: action.to_owned(),
            object_kind: about.kind.to_owned(),
            object_id: about.id.to_owned(),
            object_name: about.name.to_owned(),
            reason: None,
            detail: None,
            session_id: None,
        }
    }

    /// The audit trail's entries about an object, newest first.
    pub async fn history(&self, kind: &str, id: &str) -> StorageResult<Vec<storage::AuditRow>> {
        self.db.audit_of(kind, id, 100).await
    }
}
