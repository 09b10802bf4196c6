//! From a configuration to a running service.

use crate::config::Config;
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use storage::{Db, Options, StorageError, Writer, WriterOptions};
use usecases::{Keys, KeysError, Service, World};

/// What is wrong with the set-up, in the operator's words.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The key file cannot be read.
    #[error("读不到密钥文件 {path}: {error}。用 `server keys new` 生成, 并妥善备份")]
    NoKeys {
        /// Path.
        path: PathBuf,
        /// The system's words.
        error: std::io::Error,
    },
    /// The key file is not a key file.
    #[error("密钥文件 {path}: {error}")]
    Keys {
        /// Path.
        path: PathBuf,
        /// What is wrong.
        error: KeysError,
    },
    /// The database cannot be opened.
    #[error("打不开数据库: {0}")]
    Database(#[from] StorageError),
    /// The database is not there.
    #[error("没有数据库文件 {0}。请核对配置中的 database.url; 第一次运行 server serve 会建立它")]
    NoDatabase(PathBuf),
    /// The file of the database or its folder cannot be made.
    #[error("建不了 {path}: {error}")]
    Folder {
        /// Path.
        path: PathBuf,
        /// The system's words.
        error: std::io::Error,
    },
}

/// Reads the key file.
pub fn load_keys(path: &Path) -> Result<Keys, SetupError> {
    let text =
        std::fs::read_to_string(path).map_err(|error| SetupError::NoKeys { path: path.to_owned(), error })?;
    Keys::parse(&text).map_err(|error| SetupError::Keys { path: path.to_owned(), error })
}

/// Opens the database for writing: makes what is missing, brings the tables up to date.
pub async fn open_database(config: &Config) -> Result<Db, SetupError> {
    if let Some(file) = sqlite_file(config) {
        create_private(Path::new(file))?;
    }
    Ok(Db::open(&options(config)).await?)
}

/// Opens the database for reading what is there; creates and changes nothing.
pub async fn existing_database(config: &Config) -> Result<Db, SetupError> {
    if let Some(file) = sqlite_file(config)
        && !Path::new(file).is_file()
    {
        return Err(SetupError::NoDatabase(PathBuf::from(file)));
    }
    Ok(Db::open_existing(&options(config)).await?)
}

fn options(config: &Config) -> Options {
    Options { connections: config.database.connections, ..Options::new(&config.database.url) }
}

/// Path of an SQLite database.
pub fn sqlite_file(config: &Config) -> Option<&str> {
    let file = config.database.url.strip_prefix("sqlite:")?;
    file.trim_start_matches("//").split('?').next()
}

/// Makes an absent file that only its owner can read; SQLite gives its side files the same mode.
fn create_private(path: &Path) -> Result<(), SetupError> {
    let failed = |error| SetupError::Folder { path: path.to_owned(), error };
    if path.exists() {
        return Ok(());
    }
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).map_err(failed)?;
    Ok(())
}

/// The whole service.
pub async fn service(config: &Config, world: World) -> Result<Service, SetupError> {
    let keys = load_keys(&config.keys.file)?;
    let db = open_database(config).await?;
    let options = WriterOptions { queue: config.database.queue, group: config.database.group };
    let writer = Writer::start(db.clone(), options);
    Ok(Service::new(db, writer, keys, world, config.settings()))
}
