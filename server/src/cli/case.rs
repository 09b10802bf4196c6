//! `server case import FILE.csv` and `server case revoke LINK`.

use super::Failure;
use super::export::safe;
use crate::config::Config;
use crate::setup;
use clap::Subcommand;
use domain::case::Field;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use usecases::{CaseToken, ImportError, IssuedLink, RowFault, World};

#[derive(Debug, Subcommand)]
pub(super) enum CaseCommand {
    /// 导入办件 (CSV, UTF-8 或 GBK), 打印评价链接; 有一处错误则全部不导入
    Import {
        /// CSV 文件; 表头用接口字段名或中文名
        file: PathBuf,
        /// 链接写到哪个文件 (CSV); 不写则打印
        #[arg(long, value_name = "文件")]
        out: Option<PathBuf>,
    },
    /// 为一次服务补发评价链接 (原链接遗失时)
    Reissue {
        /// 申办号
        project_no: String,
        /// 服务次数
        #[arg(default_value_t = 1)]
        service_number: i32,
    },
    /// 打印空白模板的表头
    Template,
    /// 撤销一个评价链接
    Revoke {
        /// 链接或其末段
        link: String,
    },
}

pub(super) async fn run(config: &Config, command: CaseCommand) -> Result<(), Failure> {
    match command {
        CaseCommand::Template => {
            let names =
                |name: fn(Field) -> &'static str| Field::ALL.iter().map(|f| name(*f)).collect::<Vec<_>>();
            println!("{}\n# {}", names(Field::name).join(","), names(Field::label).join(","));
            Ok(())
        }
        CaseCommand::Import { file, out } => import(config, &file, out.as_deref()).await,
        CaseCommand::Reissue { project_no, service_number } => {
            reissue(config, &project_no, service_number).await
        }
        CaseCommand::Revoke { link } => revoke(config, &link).await,
    }
}

async fn import(config: &Config, file: &Path, out: Option<&Path>) -> Result<(), Failure> {
    let bytes = std::fs::read(file).map_err(|e| Failure(format!("读不到 {}: {e}", file.display())))?;
    // The file for the links first: a link that cannot be written down after the import would be lost.
    let out: Box<dyn Write> = match out {
        Some(path) => Box::new(
            File::create_new(path).map_err(|e| Failure(format!("不能新建 {}: {e}", path.display())))?,
        ),
        None => Box::new(std::io::stdout()),
    };
    let service = setup::service(config, World::system()).await?;
    let report = service.import_cases(&bytes).await.map_err(|e| Failure(explain(&e)))?;
    write_links(config, &report.links, out)
        .map_err(|e| Failure(format!("已导入, 但链接没有写全: {e}。可用 server case reissue 逐个补发")))?;
    eprintln!("新增 {} 个评价链接; {} 次服务此前已有, 只更新了办理状态。", report.links.len(), report.known);
    Ok(())
}

async fn reissue(config: &Config, project_no: &str, service_number: i32) -> Result<(), Failure> {
    let service = setup::service(config, World::system()).await?;
    let link = service.reissue_link(project_no, service_number).await?;
    let link =
        link.ok_or_else(|| Failure(format!("没有申办号 {project_no} 的第 {service_number} 次服务")))?;
    Ok(write_links(config, &[link], Box::new(std::io::stdout()))?)
}

fn write_links(config: &Config, links: &[IssuedLink], out: Box<dyn Write>) -> Result<(), csv::Error> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(["申办号", "服务次数", "评价链接", "有效期至", "说明"])?;
    for link in links {
        let note = if link.provisional { "暂定: 该年节假日安排尚未导入" } else { "" };
        csv.write_record([
            safe(&link.project_no),
            link.service_number.to_string(),
            format!("{}/c/{}", config.server.public_url, link.token.as_str()),
            link.expires_at.plus(-1).date_in_words(),
            note.to_owned(),
        ])?;
    }
    Ok(csv.flush()?)
}

async fn revoke(config: &Config, link: &str) -> Result<(), Failure> {
    let last = link.trim().rsplit('/').next().unwrap_or_default();
    let token = CaseToken::parse(last).ok_or_else(|| Failure("这不是评价链接".into()))?;
    let service = setup::service(config, World::system()).await?;
    if service.revoke_link(&token).await? {
        println!("已撤销。");
        Ok(())
    } else {
        Err(Failure("没有这个链接, 或此前已撤销".into()))
    }
}

/// Every fault by row and column, in the operator's words.
fn explain(error: &ImportError) -> String {
    match error {
        ImportError::Encoding => "文件既不是 UTF-8 也不是 GBK 编码。请在表格软件中另存为 CSV UTF-8".into(),
        ImportError::Csv(line) => format!("第 {line} 行不是完整的 CSV (引号是否成对?)"),
        ImportError::Columns(fields) => {
            let names: Vec<_> = fields.iter().map(|f| format!("{} ({})", f.name(), f.label())).collect();
            format!("表头缺少: {}", names.join("、"))
        }
        ImportError::Rows(faults) => {
            let lines = faults
                .iter()
                .map(|f| format!("  第 {} 行 {} 列: {}", f.line, column(f.column), rule(f.fault)));
            let lines: Vec<String> = lines.collect();
            format!("{} 处需要更正, 未导入任何一行:\n{}", faults.len(), lines.join("\n"))
        }
        ImportError::Storage(error) => format!("数据库: {error}"),
    }
}

fn column(name: &str) -> String {
    let label = Field::ALL.iter().find(|f| f.name() == name).map_or("", |f| f.label());
    format!("{name} ({label})")
}

fn rule(fault: RowFault) -> String {
    match fault {
        RowFault::Twice => "同一申办号、同一服务次数在文件中出现两次".into(),
        RowFault::UnknownWindow => "没有这个窗口码".into(),
        RowFault::OtherSystem => "这个申办号由业务系统直接推送，不能再从文件导入".into(),
        RowFault::Field(rule) => rule.to_string(),
    }
}
