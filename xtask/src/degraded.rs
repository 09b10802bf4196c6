//! Plates read back from pictures of bad days by three readers: our own, ZBar, and ZXing-C++. The pictures
//! are made by `crates/print/examples/degraded.rs` and judged here; what is assumed about bad days stands in
//! `crates/print/tests/it/degraded/pictures.rs`.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    path::Path,
    process::Command,
};

use crate::{
    paths, python,
    sh::{self, Outcome},
};

/// Pictures of each kind.
const EACH: &str = "400";
/// Pictures given to one run of zbarimg: a command line's length has an end.
const BATCH: usize = 200;

/// The judge whose share is only told: ZBar shown each picture once. As a judge it is shown three sizes, the picture
/// as it is, half and half again as large: a scanner on a phone sees a code grow while it is brought nearer.
const TOLD: &str = "ZBar, one size";

/// What a reader found in which file.
type Readings = HashSet<(String, String)>;

/// A picture: a line of `truth.tsv`.
struct Picture {
    file: String,
    kind: String,
    /// Percent of the kind that must read; 0 for those that are only told.
    must: usize,
    url: String,
    /// What our reader found.
    read: String,
    /// What it was made with.
    made: String,
}

pub fn run() -> Outcome {
    let folder = paths::target().join("degraded");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let python = python::environment(python::JUDGES)?;
    println!("making {EACH} pictures of each kind in {}", folder.display());
    let mut make = sh::cargo();
    make.args(["run", "--quiet", "--release", "-p", "print", "--example", "degraded", "--"]);
    sh::run(make.arg(&folder).arg(EACH))?;
    let pictures = pictures(&folder)?;
    let ours = pictures.iter().map(|p| (p.file.clone(), p.read.clone())).collect();
    let once = zbar(&folder, &pictures)?;
    let mut thrice = once.clone();
    for (factor, into) in [("0.5", "half"), ("1.5", "larger")] {
        let into = folder.join(into);
        let mut resize = Command::new(&python);
        resize.arg(paths::root().join("scripts/resize-pictures.py")).arg(&folder).arg(factor).arg(&into);
        sh::run(&mut resize)?;
        thrice.extend(zbar(&into, &pictures)?);
    }
    let judges =
        [("ours", ours), ("ZBar", thrice), ("ZXing-C++", zxing(&python, &folder)?), ("ZBar, one size", once)];
    tell(&pictures, &judges)
}

fn pictures(folder: &Path) -> Outcome<Vec<Picture>> {
    let truth = fs::read_to_string(folder.join("truth.tsv"))?;
    let picture = |line: &str| {
        let [file, kind, must, url, read, made] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        let must = must.parse().ok()?;
        let [file, kind, url, read, made] = [file, kind, url, read, made].map(str::to_owned);
        Some(Picture { file, kind, must, url, read, made })
    };
    truth.lines().map(|line| picture(line).ok_or_else(|| format!("truth.tsv: {line}").into())).collect()
}

fn zxing(python: &Path, folder: &Path) -> Outcome<Readings> {
    let mut judge = Command::new(python);
    judge.arg(paths::root().join("scripts/judge-zxing.py")).arg(folder);
    let said = String::from_utf8(sh::pipe(&mut judge, b"")?)?;
    let reading = |line: &str| line.split_once('\t').map(|(file, text)| (file.to_owned(), text.to_owned()));
    Ok(said.lines().filter_map(reading).collect())
}

fn zbar(folder: &Path, pictures: &[Picture]) -> Outcome<Readings> {
    let mut readings = Readings::new();
    for batch in pictures.chunks(BATCH) {
        let mut judge = Command::new("zbarimg");
        judge.args(["--quiet", "--xml", "-Sdisable", "-Sqrcode.enable"]).current_dir(folder);
        // Its exit status says whether every picture had a code.
        let output = judge.args(batch.iter().map(|p| &p.file)).output();
        let output = output.map_err(|error| format!("zbarimg (Debian: zbar-tools): {error}"))?;
        let said = String::from_utf8_lossy(&output.stdout);
        for source in said.split("<source href='").skip(1) {
            let Some((file, rest)) = source.split_once('\'') else { continue };
            for data in rest.split("<![CDATA[").skip(1) {
                if let Some((text, _)) = data.split_once("]]>") {
                    readings.insert((file.to_owned(), text.to_owned()));
                }
            }
        }
    }
    Ok(readings)
}

/// Prints the table and what was missed; an error if a mark is not reached.
fn tell(pictures: &[Picture], judges: &[(&str, Readings); 4]) -> Outcome {
    let mut kinds: BTreeMap<&str, Vec<&Picture>> = BTreeMap::new();
    for picture in pictures {
        kinds.entry(&picture.kind).or_default().push(picture);
    }
    let (mut table, mut below) = (String::new(), Vec::new());
    let mut missed: HashMap<&str, String> = HashMap::new();
    for (kind, pictures) in &kinds {
        table += &format!("| {kind:<12} | {:>8} |", pictures.len());
        for (judge, readings) in judges {
            let read = pictures.iter().filter(|p| {
                let is_read = readings.contains(&(p.file.clone(), p.url.clone()));
                if !is_read {
                    *missed.entry(judge).or_default() += &format!("{}\t{}\n", p.file, p.made);
                }
                is_read
            });
            let read = read.count();
            table += &format!(" {:>7.2} % |", 100.0 * read as f64 / pictures.len() as f64);
            if *judge != TOLD && read * 100 < pictures[0].must * pictures.len() {
                below.push(format!("{kind} with {judge}"));
            }
        }
        let must = pictures[0].must;
        table += &if must > 0 { format!(" {must:>4} % |\n") } else { "   told |\n".to_owned() };
    }
    println!("| plates after | pictures |      ours |      ZBar | ZXing-C++ | ZBar once |   must |");
    println!("| ------------ | -------- | --------- | --------- | --------- | --------- | ------ |");
    print!("{table}");
    let folder = paths::target().join("degraded");
    for (judge, files) in missed {
        fs::write(folder.join(format!("missed-{judge}.tsv")), files)?;
    }
    println!("What was missed: missed-*.tsv in {}", folder.display());
    if below.is_empty() { Ok(()) } else { Err(format!("too few read: {}", below.join(", ")).into()) }
}
