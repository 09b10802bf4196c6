//! `server audit`: checks the audit trail, and writes it out.

use super::Failure;
use crate::audit_file;
use crate::config::Config;
use crate::setup;
use clap::Subcommand;
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
        Some(fault) => Err(Failure(format!("{fault}。它之前的 {} 条是完整的", check.entries))),
        None => {
            println!("操作记录 {} 条, 链完整, 末端封印 {}", check.entries, check.head);
            println!("请把条数和末端封印另存一处: 日后少了末尾的记录, 只有对照它才看得出来。");
            Ok(())
        }
    }
}

async fn export(db: &Db, out: &mut impl Write) -> Result<(), Failure> {
    const PAGE: i64 = 1000;
    out.write_all(&audit_file::head())?;
    let mut seq = 0;
    loop {
        let rows = db.audit_after(seq, PAGE).await?;
        let Some(last) = rows.last() else { break };
        seq = last.seq;
        out.write_all(&audit_file::rows(&rows))?;
    }
    out.flush()?;
    Ok(())
}
