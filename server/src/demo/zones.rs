//! The city's functional zones with a town or two under each. Which towns a zone really manages is not public, so
//! these are 示例, and the reason in each division's past says so.

use super::must_be_demo;
use crate::cli::Failure;
use domain::DivisionCode;
use storage::{AuditEntry, NewDivision};
use usecases::{About, Service};

const ACTOR: &str = "server demo";
const REASON: &str = "示例：各功能区实际管辖的镇街没有公开名单，这里的隶属关系只供演示";

/// Towns given to the first, second, third zone of the settings.
const TOWNS: [&[(&str, &str)]; 3] = [
    &[("370303008000", "四宝山街道")],
    &[("370306103000", "萌水镇")],
    &[("370303102000", "沣水镇"), ("370303101000", "南定镇")],
];

/// Puts the zones into the tree.
pub(super) async fn all(service: &Service) -> Result<(), Failure> {
    must_be_demo(service).await?;
    for (zone, towns) in service.settings().zones.0.iter().zip(TOWNS) {
        let code: DivisionCode = zone.code.parse()?;
        let new = NewDivision { code, name: zone.name.clone(), managing_parent: None, is_zone: true };
        let told = entry(service, "division.add", (code.as_str(), &zone.name), None);
        service.db().add_division(&new, &[told]).await?;
        for (town, name) in towns {
            let told = entry(service, "division.change", (town, name), Some(&zone.name));
            let manager = Some(code.as_str());
            let now = service.world().now();
            service.db().change_division((town, 1), (name, manager), now, &[told]).await?;
        }
    }
    Ok(())
}

fn entry(service: &Service, action: &str, (id, name): (&str, &str), manager: Option<&str>) -> AuditEntry {
    let detail = manager.map(|name| serde_json::json!({ "after": { "managing_name": name } }).to_string());
    let about = About { kind: "division", id, name };
    AuditEntry { reason: Some(REASON.into()), detail, ..service.audit_of_program(ACTOR, action, about) }
}
