//! The plate studio: press, layouts, and the folder where packs wait to be fetched. A pack is made on a thread of
//! its own; how far it is stands in the database.

use crate::config::Config;
use crate::web::AppState;
use print::{Catalogue, Format, Layout, Pack, PackOptions, PlateContent, Press, PrintError, Report, Staff};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use usecases::PackPlate;

/// How often the database is told how far a pack is.
const TELL_EVERY: Duration = Duration::from_millis(400);
/// How long a pack is kept.
const KEPT: Duration = Duration::from_secs(86_400);

/// Press, layouts and folder.
#[derive(Default)]
pub struct Studio {
    press: OnceLock<Press>,
    catalogue: OnceLock<Catalogue>,
}

impl std::fmt::Debug for Studio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Studio")
    }
}

/// The report of a pack, as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PackReport {
    /// The sentence at its head.
    pub summary: String,
    /// Plates that may be printed.
    pub passed: usize,
    /// Ending of the file's name; `None` when no plate was left.
    pub extension: Option<String>,
    /// Media type of the file.
    pub media_type: String,
    /// Size of the file, bytes.
    pub bytes: usize,
    /// Plates that were refused: place, code, reason.
    pub refused: Vec<(String, String, String)>,
    /// Plates worth a look: place, code, what is to be looked at.
    pub warned: Vec<(String, String, String)>,
}

impl Studio {
    /// The press; its fonts are loaded once, when they are first needed.
    pub fn press(&self) -> Result<&Press, PrintError> {
        if let Some(press) = self.press.get() {
            return Ok(press);
        }
        let press = Press::new()?;
        Ok(self.press.get_or_init(|| press))
    }

    /// The layouts: those of the program, and the city's own.
    pub fn layouts(&self, config: &Config) -> Result<&Catalogue, PrintError> {
        if let Some(catalogue) = self.catalogue.get() {
            return Ok(catalogue);
        }
        let catalogue = match &config.plate.layouts {
            Some(folder) => Catalogue::with_folder(folder)?,
            None => Catalogue::builtin()?,
        };
        for fault in catalogue.faults() {
            tracing::error!(%fault, "a layout cannot be used");
        }
        Ok(self.catalogue.get_or_init(|| catalogue))
    }
}

/// Where the file of a pack is.
pub fn pack_file(config: &Config, pack_id: i64, extension: &str) -> PathBuf {
    config.plate.packs.join(format!("{pack_id}.{extension}"))
}

/// What a plate says: a window's, or a person's card.
pub fn content(config: &Config, demo: bool, plate: &PackPlate) -> PlateContent {
    let (way, window, staff) = match &plate.number {
        None => ("w", plate.label.clone(), None),
        Some(number) => {
            let staff = Staff { name: plate.label.clone(), number: number.clone() };
            ("s", String::new(), Some(staff))
        }
    };
    PlateContent {
        url: format!("{}/{way}/{}", config.server.public_url, plate.code),
        hall: plate.hall.clone(),
        window,
        staff,
        code: plate.code.clone(),
        host: config.host().to_owned(),
        demo,
    }
}

/// Makes a pack in the background.
pub fn begin(web: AppState, job: Job) {
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || {
        let total = 2 * job.contents.len() as i64;
        let tell = |state: &str, done: i64, report: Option<&str>| {
            let told = runtime.block_on(web.service.db().set_pack(job.pack_id, state, (done, total), report));
            if let Err(error) = told {
                tracing::warn!(%error, pack = job.pack_id, "the state of a pack could not be written");
            }
        };
        tell("making", 0, None);
        let mut told = Instant::now();
        let made = web.studio.press().and_then(|press| {
            press.pack(&job.layout, &job.contents, &job.options, |done, _| {
                if told.elapsed() >= TELL_EVERY {
                    told = Instant::now();
                    tell("making", done as i64, None);
                }
                ControlFlow::Continue(())
            })
        });
        let kept = made.map_err(|e| e.to_string()).and_then(|pack| keep(&web.config, &job, pack));
        match kept.and_then(|report| serde_json::to_string(&report).map_err(|e| e.to_string())) {
            Ok(report) => tell("done", total, Some(&report)),
            Err(error) => {
                tracing::error!(%error, pack = job.pack_id, "a pack of plates could not be made");
                let report = serde_json::json!({ "error": error }).to_string();
                tell("failed", 0, Some(&report));
            }
        }
    });
}

/// A pack to be made.
pub struct Job {
    /// The request.
    pub pack_id: i64,
    /// Layout.
    pub layout: Layout,
    /// Plates.
    pub contents: Vec<PlateContent>,
    /// How.
    pub options: PackOptions,
}

/// Writes the file whole, and says what is in it. Files of yesterday go.
fn keep(config: &Config, job: &Job, pack: Pack) -> Result<PackReport, String> {
    let folder = &config.plate.packs;
    std::fs::create_dir_all(folder).map_err(|e| format!("建不了 {}: {e}", folder.display()))?;
    clear_old(folder);
    let extension = job.options.extension();
    let bytes = pack.file.as_ref().map_or(0, Vec::len);
    if let Some(file) = &pack.file {
        let path = pack_file(config, job.pack_id, extension);
        let draft = path.with_extension("new");
        let written = std::fs::write(&draft, file).and_then(|()| std::fs::rename(&draft, &path));
        written.map_err(|e| format!("写不了 {}: {e}", path.display()))?;
    }
    let report = summary(&pack.report);
    Ok(PackReport {
        extension: pack.file.map(|_| extension.to_owned()),
        media_type: job.options.media_type().to_owned(),
        bytes,
        ..report
    })
}

fn summary(report: &Report) -> PackReport {
    let place = |content: &PlateContent| format!("{} · {}", content.hall, content.label());
    let refused = report
        .refused()
        .map(|(_, content, reason)| (place(content), content.code.clone(), reason.to_string()));
    let warned = report.entries.iter().filter_map(|entry| {
        let passed = entry.outcome.as_ref().ok()?;
        let words: Vec<String> = passed
            .warnings
            .iter()
            // Said once for the whole city, not for each plate.
            .filter(|w| !matches!(w, print::Warning::Demo | print::Warning::Insecure))
            .map(ToString::to_string)
            .collect();
        (!words.is_empty()).then(|| (place(&entry.content), entry.content.code.clone(), words.join("；")))
    });
    PackReport {
        summary: report.summary(),
        passed: report.passed(),
        extension: None,
        media_type: String::new(),
        bytes: 0,
        refused: refused.take(500).collect(),
        warned: warned.take(500).collect(),
    }
}

fn clear_old(folder: &std::path::Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let old = entry
            .metadata()
            .and_then(|m| m.modified())
            .is_ok_and(|at| at.elapsed().is_ok_and(|age| age > KEPT));
        if old {
            // What cannot be removed now is tried again with the next pack.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The file format a form names.
pub fn format_of(word: &str) -> Format {
    word.parse().unwrap_or(Format::Pdf)
}
