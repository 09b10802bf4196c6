//! Pictures of plates on bad days, for other readers to judge, and what our own reader makes of them:
//! `cargo run --release -p print --example degraded -- FOLDER [pictures of each]`. Writes `blur-0000.png`
//! … and `truth.tsv`: file, degradation, percent that must read, what the code says, what was read,
//! what the picture was made with.
//! What is assumed about bad days stands in `tests/it/degraded/pictures.rs`.

#[path = "../tests/it/degraded/pictures.rs"]
mod pictures;

use std::path::{Path, PathBuf};
use std::thread;

use pictures::{DEGRADATIONS, Shot, Studio, png};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().ok_or("which folder?")?);
    let each: u32 = args.next().map_or(Ok(400), |n| n.parse())?;
    std::fs::create_dir_all(&folder)?;
    let studio = Studio::new(6, false);
    // One thread for each kind: they need about the same time.
    let lines = thread::scope(|scope| {
        let make = |(degradation, must)| made(&studio, &folder, degradation, must, each);
        let kinds = DEGRADATIONS.map(|kind| scope.spawn(move || make(kind)));
        kinds.map(|kind| kind.join().map_err(|_| "a thread panicked".to_owned()).flatten())
    });
    let truth = lines.into_iter().collect::<Result<String, _>>()?;
    std::fs::write(folder.join("truth.tsv"), truth)?;
    Ok(())
}

/// Makes and reads all pictures of a kind; their lines in `truth.tsv`.
fn made(
    studio: &Studio,
    folder: &Path,
    degradation: &str,
    must: Option<u32>,
    each: u32,
) -> Result<String, String> {
    let mut truth = String::new();
    for number in 0..each {
        let Shot { picture, url, made } = studio.shot(degradation, number);
        let file = png(&picture);
        let name = format!("{degradation}-{number:04}.png");
        let read = print::read_codes(&file).map_err(|e| e.to_string())?.join(" ");
        std::fs::write(folder.join(&name), file).map_err(|e| e.to_string())?;
        let must = must.unwrap_or_default();
        truth += &format!("{name}\t{degradation}\t{must}\t{url}\t{read}\t{made}\n");
    }
    Ok(truth)
}
