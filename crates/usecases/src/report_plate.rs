//! Somebody at a window says that something is wrong with its plate: a sticker over the code, the wrong place.

use crate::{Service, WindowInfo};
use domain::Words;
use storage::{NewPlateReport, StorageError};

/// What is wrong with a plate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlateFault {
    /// Another code was stuck over it.
    Covered,
    /// It hangs at another window.
    Elsewhere,
    /// It is damaged or faded.
    Damaged,
    /// Something else, said in words.
    Other,
}

impl PlateFault {
    /// Every fault.
    pub const ALL: [PlateFault; 4] =
        [PlateFault::Covered, PlateFault::Elsewhere, PlateFault::Damaged, PlateFault::Other];

    /// Word in the form and in the database.
    pub const fn word(self) -> &'static str {
        match self {
            PlateFault::Covered => "covered",
            PlateFault::Elsewhere => "elsewhere",
            PlateFault::Damaged => "damaged",
            PlateFault::Other => "other",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            PlateFault::Covered => "二维码被贴住或换过",
            PlateFault::Elsewhere => "台牌不是这个窗口的",
            PlateFault::Damaged => "台牌破损、褪色，不好扫",
            PlateFault::Other => "其他",
        }
    }
}

/// Why a report was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// None of the faults was chosen.
    #[error("no fault was chosen")]
    FaultMissing,
    /// “Other” without a word.
    #[error("no words")]
    WordsMissing,
    /// More than 150 characters.
    #[error("too many words")]
    WordsTooLong,
    /// So many came in this minute that no more are taken.
    #[error("too many reports")]
    TooMany,
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Service {
    /// Keeps a report about the plate of this window.
    pub async fn report_plate(
        &self,
        window: &WindowInfo,
        fault: &str,
        words: &str,
    ) -> Result<(), ReportError> {
        let fault =
            PlateFault::ALL.into_iter().find(|f| f.word() == fault).ok_or(ReportError::FaultMissing)?;
        let words = Words::parse(words).map_err(|_| ReportError::WordsTooLong)?;
        if fault == PlateFault::Other && words.is_none() {
            return Err(ReportError::WordsMissing);
        }
        let now = self.world.now();
        if !self.reports.allows(now) {
            return Err(ReportError::TooMany);
        }
        self.reports.count_wrong(now);
        let report = NewPlateReport {
            id: self.next_id(),
            code: window.window.code.clone(),
            window_id: window.window.id,
            fault: fault.word(),
            words: words.map(|w| w.as_str().to_owned()),
        };
        Ok(self.db.insert_plate_report(&report, now).await?)
    }
}
