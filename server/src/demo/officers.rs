//! One sample account for every role, with a password and a second factor made anew at every start.

use super::must_be_demo;
use crate::cli::Failure;
use domain::{Role, RolePlace};
use serde::Serialize;
use storage::{Grant, NewAccount};
use usecases::password::{hash_password, one_time_password};
use usecases::second_factor::{SECRET_BYTES, SecondFactor};
use usecases::{PersonalField, Service};

/// Districts, towns and villages of the sample scopes.
const DISTRICT: &str = "370303000000";
const TOWN: &str = "370303009000";

/// An account to try.
#[derive(Debug, Serialize)]
pub(super) struct Officer {
    /// Word of its role.
    pub(super) role: &'static str,
    /// What people call the role.
    pub(super) label: &'static str,
    /// What is typed to sign in.
    pub(super) login: String,
    /// Its password until the next start.
    pub(super) password: String,
    /// Secret of its second factor, base 32, where its role needs one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) second_factor: Option<String>,
}

/// Makes the accounts that are missing; all get another password and second factor.
pub(super) async fn all(service: &Service) -> Result<Vec<Officer>, Failure> {
    must_be_demo(service).await?;
    let mut officers = Vec::new();
    for role in Role::ALL {
        officers.push(one(service, role).await?);
    }
    Ok(officers)
}

async fn one(service: &Service, role: Role) -> Result<Officer, Failure> {
    let (db, world) = (service.db(), service.world());
    let login = role.word().replace('_', "-");
    let password = one_time_password(world);
    let hash = hash_password(&password, world.bytes());
    let now = world.now();
    let id = match db.account_by_login(&login).await? {
        Some(account) => {
            db.set_password(account.id, (&hash, false), 0, now, &[]).await?;
            account.id
        }
        None => {
            let account = NewAccount {
                id: service.next_id(),
                login: login.clone(),
                name: format!("示例{}", role.label()),
                grant: grant(service, role).await?,
                password_hash: hash,
                must_change: false,
            };
            db.insert_account(&account, now, &[]).await?;
            account.id
        }
    };
    let mut second_factor = None;
    if role.needs_second_factor() {
        let secret = world.bytes::<SECRET_BYTES>();
        let hex: String = secret.iter().map(|b| format!("{b:02x}")).collect();
        let sealed = service.keys().seal(PersonalField::SecondFactor, &hex, world.bytes());
        db.set_second_factor(id, Some((&sealed, 0)), 0, now, &[]).await?;
        second_factor = Some(SecondFactor::typed(&secret).replace(' ', ""));
    }
    Ok(Officer { role: role.word(), label: role.label(), login, password, second_factor })
}

/// A scope that shows what the role is for.
async fn grant(service: &Service, role: Role) -> Result<Grant, Failure> {
    let below = |code: &str| Grant { division_code: Some(code.to_owned()), ..Grant::default() };
    let db = service.db();
    let everything = domain::Scope::below("370300000000");
    let hall = async {
        let halls = db.hall_choices(&everything, None).await?;
        halls.first().map(|(id, _)| *id).ok_or_else(|| Failure("示例数据中没有大厅".into()))
    };
    let grant = match role.place() {
        RolePlace::City => Grant::default(),
        RolePlace::District => below(DISTRICT),
        RolePlace::Town => below(TOWN),
        RolePlace::Village => {
            let village = db.first_below(TOWN).await?.unwrap_or_else(|| TOWN.to_owned());
            below(&village)
        }
        RolePlace::Department => {
            let departments = db.department_choices(&everything).await?;
            let first = departments.iter().find(|(_, name)| name.contains("审批"));
            Grant { department_id: first.map(|(id, _)| *id), ..below("370300000000") }
        }
        RolePlace::Hall => Grant { hall_id: Some(hall.await?), ..below("370300000000") },
        RolePlace::Person => {
            let hall = hall.await?;
            Grant { hall_id: Some(hall), staff_id: db.first_staff_of(hall).await?, ..below("370300000000") }
        }
    };
    Ok(Grant { role: Some(role.word().to_owned()), ..grant })
}
