//! `server keys new`: makes the key file, once.

use super::Failure;
use crate::config::Config;
use clap::Subcommand;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use usecases::{Keys, System};

#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// 生成密钥文件 (已有则拒绝)
    New,
}

pub(super) fn run(config: &Config, command: KeysCommand) -> Result<(), Failure> {
    let KeysCommand::New = command;
    create(&config.keys.file)?;
    println!(
        "已生成 {}。请另存备份: 丢了它, 手机号等加密内容和全部办件链接都无法恢复。",
        config.keys.file.display()
    );
    Ok(())
}

/// Writes a new key file that only its owner can read; refuses to touch one that is there.
pub(crate) fn create(path: &Path) -> Result<(), Failure> {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|e| Failure(format!("不能新建 {}: {e}", path.display())))?;
    file.write_all(Keys::generate(&System).as_bytes())?;
    Ok(file.sync_all()?)
}
