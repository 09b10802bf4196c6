//! Sessions of citizens, and the tickets that began them.

use crate::{Db, StorageResult};
use domain::Millis;

statements! {
    INSERT_CITIZEN_SESSION = "INSERT INTO citizen_session
        (id, token_hash, phone_hash, id_number_hash, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6)";
    CITIZEN_SESSION = "SELECT id, phone_hash, id_number_hash, seen_at FROM citizen_session
        WHERE token_hash = $1 AND expires_at > $2 AND seen_at > $3";
    SEE_CITIZEN_SESSION = "UPDATE citizen_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
    END_CITIZEN_SESSION = "DELETE FROM citizen_session WHERE token_hash = $1";
    DELETE_OLD_CITIZEN_SESSIONS = "DELETE FROM citizen_session WHERE created_at < $1";
    USE_TICKET = "INSERT INTO used_ticket (ticket_hash, at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    DELETE_OLD_TICKETS = "DELETE FROM used_ticket WHERE at < $1";
}

/// Longest life of whatever stands here, ms; a ticket of another system lives minutes.
const DAY: i64 = 86_400_000;

/// A new session. One of the hashes is there.
#[derive(Debug, Clone)]
pub struct NewCitizenSession {
    /// Row id.
    pub id: i64,
    /// Keyed hash of the token.
    pub token_hash: Vec<u8>,
    /// Keyed hash of her phone.
    pub phone_hash: Option<Vec<u8>>,
    /// Keyed hash of her ID number.
    pub id_number_hash: Option<Vec<u8>>,
    /// When it ends at the latest, ms.
    pub expires_at: i64,
}

/// A session that is alive.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CitizenSessionRow {
    /// Row id.
    pub id: i64,
    /// Keyed hash of her phone.
    pub phone_hash: Option<Vec<u8>>,
    /// Keyed hash of her ID number.
    pub id_number_hash: Option<Vec<u8>>,
    /// When it was last seen, ms.
    pub seen_at: i64,
}

impl Db {
    /// Begins a session and clears those long over. With a ticket: `false`, and no session, when it began one before.
    pub async fn begin_citizen_session(
        &self,
        session: &NewCitizenSession,
        ticket: Option<&[u8]>,
        now: Millis,
    ) -> StorageResult<bool> {
        Ok(writing!(self, |tx| {
            let fresh = match ticket {
                Some(ticket) => {
                    sqlx::query(DELETE_OLD_TICKETS).bind(now.0 - DAY).execute(&mut *tx).await?;
                    let row = sqlx::query(USE_TICKET).bind(ticket).bind(now.0);
                    row.execute(&mut *tx).await?.rows_affected() == 1
                }
                None => true,
            };
            if fresh {
                let s = session;
                let row = sqlx::query(INSERT_CITIZEN_SESSION).bind(s.id).bind(&s.token_hash);
                let row = row.bind(&s.phone_hash).bind(&s.id_number_hash).bind(now.0).bind(s.expires_at);
                row.execute(&mut *tx).await?;
                let old = sqlx::query(DELETE_OLD_CITIZEN_SESSIONS).bind(now.0 - DAY);
                old.execute(&mut *tx).await?;
            }
            fresh
        }))
    }

    /// The session of this token, if it is alive and was seen after `idle_since`.
    pub async fn citizen_session(
        &self,
        token_hash: &[u8],
        now: Millis,
        idle_since: Millis,
    ) -> StorageResult<Option<CitizenSessionRow>> {
        Ok(reading!(self, |pool| {
            let query = sqlx::query_as(CITIZEN_SESSION).bind(token_hash).bind(now.0).bind(idle_since.0);
            query.fetch_optional(pool).await?
        }))
    }

    /// The session was used now.
    pub async fn see_citizen_session(&self, id: i64, now: Millis) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(SEE_CITIZEN_SESSION).bind(id).bind(now.0).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Ends the session of this token. Nothing of it is kept.
    pub async fn end_citizen_session(&self, token_hash: &[u8]) -> StorageResult<()> {
        writing!(self, |tx| {
            sqlx::query(END_CITIZEN_SESSION).bind(token_hash).execute(&mut *tx).await?;
        });
        Ok(())
    }
}
