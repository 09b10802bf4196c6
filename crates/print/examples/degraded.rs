//! Pictures of plates on bad days, for other readers to judge, and what our own reader makes of them:
//! `cargo run --release -p print --example degraded -- FOLDER [pictures of each]`. Writes `blur-0000.png`
//! … and `truth.tsv`: file, degradation, percent that must read, what the code says, what was read.
//! What is assumed about bad days stands in `tests/it/degraded/pictures.rs`.

#[path = "../tests/it/degraded/pictures.rs"]
mod pictures;

use std::fmt::Write;
use std::path::PathBuf;

use pictures::{DEGRADATIONS, Studio, png};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().ok_or("which folder?")?);
    let each: u32 = args.next().map_or(Ok(400), |n| n.parse())?;
    std::fs::create_dir_all(&folder)?;
    let studio = Studio::new(6, false);
    let mut truth = String::new();
    for (degradation, must) in DEGRADATIONS {
        for number in 0..each {
            let (picture, url) = studio.picture(degradation, number);
            let file = png(&picture);
            let name = format!("{degradation}-{number:04}.png");
            let read = print::read_codes(&file)?.join(" ");
            std::fs::write(folder.join(&name), file)?;
            writeln!(truth, "{name}\t{degradation}\t{}\t{url}\t{read}", must.unwrap_or_default())?;
        }
    }
    std::fs::write(folder.join("truth.tsv"), truth)?;
    Ok(())
}
