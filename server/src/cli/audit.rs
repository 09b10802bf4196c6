//! `server audit`: checks the audit trail, and writes it out.

use super::Failure;
use crate::config::Config;
use crate::setup;
use clap::Subcommand;
use domain::Millis;
use std::io::Write;
use storage::Db;

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// 逐条核对操作记录的链, 指出第一处不对的地方
    Verify,
    /// 把操作记录写成 CSV (标准输出)
    Export,
}

pub(super) async fn run(config: &Config, command: AuditCommand) -> Result<(), Failure> {
    let db = setup::existing_database(config).await?;
    match command {
        AuditCommand::Verify => verify(&db).await,
        AuditCommand::Export => export(&db, &mut std::io::stdout().lock()).await,
    }
}

async fn verify(db: &Db) -> Result<(), Failure> {
    let check = db.check_audit().await?;
    match check.fault {
        Some(seq) => Err(Failure(format!("操作记录第 {seq} 条与前一条接不上: 有人改动、插入或删除过记录"))),
        None => {
            println!("操作记录 {} 条, 链完整, 末端封印 {}", check.entries, check.head);
            println!("请把条数和末端封印另存一处: 日后少了末尾的记录, 只有对照它才看得出来。");
            Ok(())
        }
    }
}

async fn export(db: &Db, out: &mut impl Write) -> Result<(), Failure> {
    const PAGE: i64 = 1000;
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "序号",
        "时间",
        "账号",
        "角色",
        "操作",
        "对象类别",
        "对象编号",
        "对象名称",
        "事由",
        "变动",
        "封印",
    ])?;
    let mut seq = 0;
    loop {
        let rows = db.audit_after(seq, PAGE).await?;
        let Some(last) = rows.last() else { break };
        seq = last.seq;
        for row in &rows {
            let seal: String = row.chain.iter().map(|b| format!("{b:02x}")).collect();
            csv.write_record([
                &row.seq.to_string(),
                &Millis(row.at).to_china_text(),
                &row.actor,
                row.role.as_deref().unwrap_or_default(),
                &row.action,
                &row.object_kind,
                &row.object_id,
                &row.object_name,
                row.reason.as_deref().unwrap_or_default(),
                row.detail.as_deref().unwrap_or_default(),
                &seal,
            ])?;
        }
    }
    csv.flush()?;
    Ok(())
}
