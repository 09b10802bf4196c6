//! `server user`: the first administrators. Everybody else is made in the office, by two of them together.

use super::Failure;
use crate::config::Config;
use crate::setup;
use clap::{Subcommand, ValueEnum};
use domain::Role;
use storage::Grant;
use usecases::{World, is_login};

#[derive(Debug, Subcommand)]
pub(super) enum UserCommand {
    /// 建立一个管理员账号, 显示一次性密码
    Add {
        /// 账号名: 小写字母、数字、点、横线, 3–32 个
        login: String,
        /// 姓名
        #[arg(long, value_name = "姓名")]
        name: String,
        /// 哪一种管理员
        #[arg(long, value_enum)]
        role: Administrator,
    },
}

/// The three separated administrators (等保三级).
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Administrator {
    /// 系统管理员: 建立、停用账号
    System,
    /// 安全管理员: 授予角色和范围
    Security,
    /// 审计管理员: 查看操作记录
    Audit,
}

impl Administrator {
    fn role(self) -> Role {
        match self {
            Administrator::System => Role::SystemAdmin,
            Administrator::Security => Role::SecurityAdmin,
            Administrator::Audit => Role::AuditAdmin,
        }
    }
}

pub(super) async fn run(config: &Config, command: UserCommand) -> Result<(), Failure> {
    let UserCommand::Add { login, name, role } = command;
    if !is_login(&login) {
        return Err(Failure("账号名应为 3–32 个小写字母、数字、点、横线或下划线".into()));
    }
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 30 {
        return Err(Failure("姓名应为 1–30 个字".into()));
    }
    let service = setup::service(config, World::system()).await?;
    let grant = Grant { role: Some(role.role().word().into()), ..Grant::default() };
    let made = service.create_account_by_program(&login, name, grant).await?;
    let made = made.ok_or_else(|| Failure(format!("账号 {login} 已经有了")))?;
    println!("已建立{}账号 {}", role.role().label(), made.login);
    println!("一次性密码  {}", made.password);
    println!("密码只显示这一次。请到 {}/office 登录, 按提示修改密码并绑定动态码。", config.server.public_url);
    service.db().close().await;
    Ok(())
}
