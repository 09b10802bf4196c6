//! The sample business system, and the key it signs with: made at the first start, told at every one, for whoever
//! tries the interface.

use super::must_be_demo;
use crate::cli::Failure;
use serde::Serialize;
use usecases::{AreaAsk, By, KeyAsk, KeyGiven, PartnerForm, PartnerKept, PersonalField, Service};

const NAME: &str = "示例业务系统";
const ACTOR: By<'_> = By::Program("demo");

/// What it takes to sign a request.
#[derive(Debug, Serialize)]
pub(super) struct Partner {
    /// Name of the business system.
    pub(super) name: &'static str,
    /// Public id of its key.
    pub(super) key: String,
    /// Its secret, 64 hexadecimal digits.
    pub(super) secret: String,
}

/// The sample partner with a key that is good; both are made where they are missing.
pub(super) async fn one(service: &Service) -> Result<Partner, Failure> {
    must_be_demo(service).await?;
    let (db, now) = (service.db(), service.world().now());
    let known = db.partners(now).await?.into_iter().find(|row| row.partner.name == NAME);
    let id = match known {
        Some(row) => row.partner.id,
        None => add(service).await?,
    };
    for row in db.partner_keys(id).await? {
        // One that is about to end is of no use to whoever has just begun.
        let is_kept = row.revoked_at.is_none() && row.ends_at.is_none() && row.algorithm == "hmac-sm3";
        if let Some(secret) =
            service.keys().open(PersonalField::PartnerKey, &row.material).filter(|_| is_kept)
        {
            return Ok(Partner { name: NAME, key: row.key_id, secret });
        }
    }
    match service.give_partner_key(ACTOR, id, KeyAsk::Secret, None).await? {
        KeyGiven::Done(key) => {
            Ok(Partner { name: NAME, key: key.key_id, secret: key.secret.unwrap_or_default() })
        }
        _ => Err(Failure("示例业务系统没有得到密钥".into())),
    }
}

async fn add(service: &Service) -> Result<i64, Failure> {
    let division = service.db().root_division().await?.unwrap_or_default();
    let form = PartnerForm {
        name: NAME.into(),
        requests_per_minute: 600,
        cases_per_minute: 6000,
        notify: false,
        areas: vec![AreaAsk { division, department: None }],
    };
    match service.add_partner(ACTOR, &form).await? {
        PartnerKept::Done(partner) => Ok(partner.id),
        _ => Err(Failure("不能新增示例业务系统".into())),
    }
}
