//! From a configuration to a running service.

use crate::config::Config;
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
    /// The folder of the database cannot be made.
    #[error("建不了目录 {path}: {error}")]
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

/// Opens the database, making the folder of an SQLite file.
pub async fn open_database(config: &Config) -> Result<Db, SetupError> {
    if let Some(file) = config.database.url.strip_prefix("sqlite:") {
        let file = file.trim_start_matches("//").split('?').next().unwrap_or_default();
        if let Some(folder) = Path::new(file).parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| SetupError::Folder { path: folder.to_owned(), error })?;
        }
    }
    let options = Options { connections: config.database.connections, ..Options::new(&config.database.url) };
    Ok(Db::open(&options).await?)
}

/// The whole service.
pub async fn service(config: &Config, world: World) -> Result<Service, SetupError> {
    let keys = load_keys(&config.keys.file)?;
    let db = open_database(config).await?;
    let options = WriterOptions { queue: config.database.queue, group: config.database.group };
    let writer = Writer::start(db.clone(), options);
    Ok(Service::new(db, writer, keys, world, config.settings()))
}
