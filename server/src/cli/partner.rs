//! `server partner add|key|revoke|list`: business systems that hand over cases, where nobody is signed in.

use super::Failure;
use crate::config::Config;
use crate::setup;
use clap::Subcommand;
use domain::{DisplayName, Millis};
use usecases::{
    AreaAsk, By, KeyAsk, KeyEnded, KeyGiven, MOST_CASES, MOST_OVERLAP, MOST_REQUESTS, PartnerForm,
    PartnerKept, Service, World, area_words,
};

/// What the audit trail says acted.
const ACTOR: By<'_> = By::Program("command-line");

#[derive(Debug, Subcommand)]
pub(super) enum PartnerCommand {
    /// 新增业务系统, 打印它的编号
    Add {
        /// 系统名称
        name: String,
        /// 可推送哪个区划 (含下级) 的办件: 区划代码
        #[arg(long, value_name = "区划代码")]
        division: String,
        /// 只可推送这个部门的办件: 部门编号
        #[arg(long, value_name = "部门编号")]
        department: Option<i64>,
        /// 每分钟请求数上限
        #[arg(long, default_value_t = 600, value_parser = clap::value_parser!(i64).range(1..=MOST_REQUESTS), value_name = "次")]
        requests_per_minute: i64,
        /// 每分钟办件数上限
        #[arg(long, default_value_t = 6000, value_parser = clap::value_parser!(i64).range(1..=MOST_CASES), value_name = "件")]
        cases_per_minute: i64,
        /// 由好差评系统发短信, 把评价链接通知办事人
        #[arg(long)]
        notify: bool,
    },
    /// 发放接口密钥 (HMAC-SM3), 密钥只显示这一次
    Key {
        /// 业务系统编号
        partner: i64,
        /// 原有密钥再用几天; 不写则继续有效
        #[arg(long, value_parser = clap::value_parser!(i64).range(1..=MOST_OVERLAP), value_name = "天数")]
        overlap_days: Option<i64>,
    },
    /// 立即撤销一把接口密钥
    Revoke {
        /// 密钥编号
        key: String,
        /// 原因, 会写入操作记录
        #[arg(long, value_name = "原因")]
        reason: String,
    },
    /// 列出业务系统
    List,
}

pub(super) async fn run(config: &Config, command: PartnerCommand) -> Result<(), Failure> {
    let service = setup::service(config, World::system()).await?;
    let done = carry_out(config, &service, command).await;
    service.db().close().await;
    done
}

async fn carry_out(config: &Config, service: &Service, command: PartnerCommand) -> Result<(), Failure> {
    match command {
        PartnerCommand::Add { name, division, department, requests_per_minute, cases_per_minute, notify } => {
            let name = DisplayName::parse(&name, domain::name::UNIT)?;
            let form = PartnerForm {
                name: name.as_str().to_owned(),
                requests_per_minute,
                cases_per_minute,
                notify,
                areas: vec![AreaAsk { division, department }],
            };
            add(service, &form).await
        }
        PartnerCommand::Key { partner, overlap_days } => key(config, service, partner, overlap_days).await,
        PartnerCommand::Revoke { key, reason } => revoke(service, &key, &reason).await,
        PartnerCommand::List => list(service).await,
    }
}

async fn add(service: &Service, form: &PartnerForm) -> Result<(), Failure> {
    match service.add_partner(ACTOR, form).await? {
        PartnerKept::Done(partner) => {
            println!("已新增业务系统 {}  编号 {}", partner.name, partner.id);
            println!("下一步: server partner key {}", partner.id);
            Ok(())
        }
        PartnerKept::NoCreditCode(name) => {
            Err(Failure(format!("部门“{name}”没有登记统一社会信用代码, 它的办件无法核对; 请先补登")))
        }
        PartnerKept::DepartmentWrong => Err(Failure("没有这个部门, 或已停用".into())),
        _ => Err(Failure("没有这个区划, 或已停用".into())),
    }
}

async fn key(config: &Config, service: &Service, partner: i64, overlap: Option<i64>) -> Result<(), Failure> {
    match service.give_partner_key(ACTOR, partner, KeyAsk::Secret, overlap).await? {
        KeyGiven::Done(key) => {
            println!("密钥编号  {}", key.key_id);
            println!("密钥      {}", key.secret.unwrap_or_default());
            println!("接口地址  {}/api/v1", config.server.public_url);
            println!("密钥只显示这一次。编号和密钥请分开交给对方。");
            Ok(())
        }
        KeyGiven::NoSuch => {
            Err(Failure(format!("没有编号为 {partner} 的业务系统; 用 server partner list 查看")))
        }
        KeyGiven::Conflict => Err(Failure("原有密钥刚刚被撤销, 新密钥没有发放; 请再试一次".into())),
        KeyGiven::Refused(error) => Err(error.into()),
    }
}

async fn revoke(service: &Service, key: &str, reason: &str) -> Result<(), Failure> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 100 {
        return Err(Failure("原因应为 1–100 个字".into()));
    }
    let found = service.db().partner_key(key).await?;
    let found = found.ok_or_else(|| Failure(format!("没有密钥 {key}")))?;
    match service.revoke_partner_key(ACTOR, (found.partner.id, key), reason).await? {
        KeyEnded::Done(_) => {
            println!("已撤销“{}”的密钥 {key}。", found.partner.name);
            Ok(())
        }
        KeyEnded::Over => Err(Failure(format!("密钥 {key} 此前已撤销或到期"))),
        KeyEnded::NoSuch => Err(Failure(format!("没有密钥 {key}"))),
    }
}

async fn list(service: &Service) -> Result<(), Failure> {
    let (db, now) = (service.db(), service.world().now());
    let scopes = db.partner_scopes_of_all().await?;
    for row in db.partners(now).await? {
        let partner = row.partner;
        let areas = scopes.iter().filter(|(id, ..)| *id == partner.id);
        let areas: Vec<String> =
            areas.map(|(_, division, department)| area_words(division, department)).collect();
        let state = if partner.disabled_at.is_some() { "已停用" } else { "使用中" };
        let used = row.used_at.map_or_else(|| "从未使用".to_owned(), |at| Millis(at).to_china_text());
        println!(
            "{}  {}  {}  可用密钥 {} 把  最近使用 {}  {}",
            partner.id,
            partner.name,
            state,
            row.keys,
            used,
            areas.join("；")
        );
    }
    Ok(())
}
