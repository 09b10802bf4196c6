//! What can go wrong, told apart by what the caller can do about it.

/// Result of a storage call.
pub type StorageResult<T> = Result<T, StorageError>;

/// A failed storage call.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StorageError {
    /// The database cannot be reached or cannot write (gone, locked, disk full). The same call may
    /// succeed later; whether a commit that was under way took place is unknown.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// The queue of the writer is full. Try again in a moment.
    #[error("too many ratings are waiting")]
    Busy,
    /// The database refused this row or statement; trying again will not help.
    #[error("refused by the database: {0}")]
    Refused(String),
    /// The URL or the schema is not what this program needs.
    #[error("database set-up: {0}")]
    SetUp(String),
}

impl StorageError {
    /// May the same call succeed later?
    pub fn is_passing(&self) -> bool {
        matches!(self, StorageError::Unavailable(_) | StorageError::Busy)
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(e) if !is_outage(e.code().as_deref()) => {
                StorageError::Refused(error.to_string())
            }
            sqlx::Error::Database(_)
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            // A connection whose last transaction ended in a way its driver does not know.
            | sqlx::Error::BeginFailed
            | sqlx::Error::InvalidSavePointStatement => StorageError::Unavailable(error.to_string()),
            _ => StorageError::Refused(error.to_string()),
        }
    }
}

/// Codes that speak of the database's state and not of the statement. SQLite: result codes (the low
/// byte of an extended code); PostgreSQL: SQLSTATE classes 08 connection, 28 and 3D refused log-in, 40
/// serialization, 53 resources, 57 operator intervention (shutdown, crash, time-out), 58 system error, XX
/// internal; 25006 read-only, 55P03 lock.
fn is_outage(code: Option<&str>) -> bool {
    // BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT FULL CANTOPEN PROTOCOL NOLFS NOTADB
    const SQLITE: [u32; 12] = [5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 22, 26];
    let Some(code) = code else { return true };
    // A SQLSTATE has five signs, an (extended) SQLite code at most four digits.
    if code.len() == 5 {
        return ["08", "28", "3D", "40", "53", "57", "58", "XX"].iter().any(|class| code.starts_with(class))
            || code == "25006"
            || code == "55P03";
    }
    code.parse::<u32>().is_ok_and(|n| SQLITE.contains(&(n & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::is_outage;

    #[test]
    fn an_outage_is_told_from_a_refused_row() {
        for outage in
            ["5", "13", "10", "778", "522", "57P01", "08006", "53100", "25006", "28000", "40P01", "57014"]
        {
            assert!(is_outage(Some(outage)), "{outage}");
        }
        for refused in ["19", "787", "2067", "1555", "23505", "22021", "23514"] {
            assert!(!is_outage(Some(refused)), "{refused}");
        }
    }
}
