//! Puts the files where the server reads them. New files come first, the manifest that names them
//! next, and what nothing names any more goes last: whoever reads the manifest at any moment finds
//! every file it names. Each file appears whole, by renaming.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use sm3::{Digest, Sm3};

use super::{CITIZEN, OFFICE, compress, wasm};
use crate::sh::Outcome;

/// What is published under hashed names.
pub struct Files {
    pub css: String,
    pub office_css: String,
    pub boot: String,
    pub citizen: wasm::Module,
    pub office: wasm::Module,
}

/// `pkg/manifest.json`: the hashed names.
pub struct Manifest {
    pub css: String,
    pub office_css: String,
    pub boot: String,
    pub js: String,
    pub wasm: String,
    pub office_js: String,
    pub office_wasm: String,
}

impl Manifest {
    pub fn read(site: &Path) -> Outcome<Self> {
        let path = site.join("pkg/manifest.json");
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let value: Value = serde_json::from_str(&text)?;
        let name = |key: &str| match value[key].as_str() {
            Some(name) => Ok(name.to_owned()),
            None => Err(format!("{} has no `{key}`", path.display())),
        };
        Ok(Self {
            css: name("css")?,
            office_css: name("office_css")?,
            boot: name("boot")?,
            js: name("js")?,
            wasm: name("wasm")?,
            office_js: name("office_js")?,
            office_wasm: name("office_wasm")?,
        })
    }

    fn text(&self) -> String {
        let value = json!({
            "css": self.css, "office_css": self.office_css, "boot": self.boot, "js": self.js, "wasm": self.wasm,
            "office_js": self.office_js, "office_wasm": self.office_wasm,
        });
        format!("{value:#}\n")
    }
}

pub fn publish(files: Files, public: &Path, site: &Path) -> Outcome<Manifest> {
    let mut shelf = Shelf { site, kept: BTreeSet::new() };
    let (js, wasm) = shelf.put_module(CITIZEN, &files.citizen)?;
    let (office_js, office_wasm) = shelf.put_module(OFFICE, &files.office)?;
    let manifest = Manifest {
        css: shelf.put_hashed(CITIZEN, "css", files.css.as_bytes())?,
        office_css: shelf.put_hashed(OFFICE, "css", files.office_css.as_bytes())?,
        boot: shelf.put_hashed("boot", "js", files.boot.as_bytes())?,
        js,
        wasm,
        office_js,
        office_wasm,
    };
    for file in files_below(public)? {
        let name = file.strip_prefix(public)?;
        if name != Path::new("boot.js") {
            shelf.put(name, &fs::read(&file)?)?;
        }
    }
    shelf.put(Path::new("pkg/manifest.json"), manifest.text().as_bytes())?;
    shelf.clear()?;
    Ok(manifest)
}

/// The first 16 hexadecimal signs of the SM3 digest.
pub fn hash(bytes: &[u8]) -> String {
    Sm3::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

struct Shelf<'a> {
    site: &'a Path,
    kept: BTreeSet<PathBuf>,
}

impl Shelf<'_> {
    /// A bundle's script and module; the script names the module.
    fn put_module(&mut self, bundle: &str, module: &wasm::Module) -> Outcome<(String, String)> {
        let name = self.put_hashed(bundle, "wasm", &module.wasm)?;
        let glue = module.glue.replace(&wasm::plain_name(bundle), &name);
        Ok((self.put_hashed(bundle, "js", glue.as_bytes())?, name))
    }

    fn put_hashed(&mut self, name: &str, kind: &str, bytes: &[u8]) -> Outcome<String> {
        let name = format!("{name}-{}.{kind}", hash(bytes));
        self.put(&Path::new("pkg").join(&name), bytes)?;
        Ok(name)
    }

    fn put(&mut self, name: &Path, bytes: &[u8]) -> Outcome {
        let path = self.site.join(name);
        let text = path.to_string_lossy().into_owned();
        // The server reads the manifest itself: it is never sent.
        let compressed = compress::worth_it(&text) && !text.ends_with("manifest.json");
        let siblings = [PathBuf::from(format!("{text}.br")), PathBuf::from(format!("{text}.gz"))];
        let fresh = fs::read(&path).is_ok_and(|old| old == bytes)
            && (!compressed || siblings.iter().all(|sibling| sibling.exists()));
        if !fresh {
            if compressed {
                write_whole(&siblings[0], &compress::brotli(bytes)?)?;
                write_whole(&siblings[1], &compress::gzip(bytes)?)?;
            }
            write_whole(&path, bytes)?;
        }
        if compressed {
            self.kept.extend(siblings);
        }
        self.kept.insert(path);
        Ok(())
    }

    fn clear(&self) -> Outcome {
        for file in files_below(self.site)? {
            if !self.kept.contains(&file) {
                fs::remove_file(&file)?;
            }
        }
        Ok(())
    }
}

fn write_whole(path: &Path, bytes: &[u8]) -> Outcome {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    let part = PathBuf::from(format!("{}.part", path.display()));
    fs::write(&part, bytes)?;
    fs::rename(&part, path)?;
    Ok(())
}

fn files_below(dir: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(dir) = open.pop() {
        let entries = fs::read_dir(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::PathBuf, process};

    use super::{Files, Manifest, files_below, publish};
    use crate::site::wasm::Module;

    fn dir(name: &str) -> PathBuf {
        let dir = env::temp_dir().join(format!("xtask-{}-{name}", process::id()));
        fs::create_dir_all(dir.join("public/icons")).expect("a temporary directory");
        fs::write(dir.join("public/robots.txt"), "User-agent: *").expect("write");
        fs::write(dir.join("public/boot.js"), "source").expect("write");
        fs::write(dir.join("public/icons/face.png"), "png").expect("write");
        dir
    }

    fn files(css: &str) -> Files {
        let module = |bundle: &str| Module {
            glue: format!("load('{bundle}_bg.wasm')"),
            wasm: [b"\0asm", bundle.as_bytes()].concat(),
        };
        Files {
            css: css.to_owned(),
            office_css: "table{}".to_owned(),
            boot: "boot()".to_owned(),
            citizen: module("citizen"),
            office: module("office"),
        }
    }

    #[test]
    fn the_manifest_names_files_that_exist_and_old_ones_are_gone() {
        let dir = dir("manifest");
        let (public, site) = (dir.join("public"), dir.join("site"));
        let first = publish(files("a{}"), &public, &site).expect("publish");
        let second = publish(files("b{}"), &public, &site).expect("publish");
        assert_ne!(first.css, second.css);
        assert_eq!(first.wasm, second.wasm);
        assert!(!site.join("pkg").join(&first.css).exists());
        let read = Manifest::read(&site).expect("read");
        for name in [
            &read.css,
            &read.office_css,
            &read.boot,
            &read.js,
            &read.wasm,
            &read.office_js,
            &read.office_wasm,
        ] {
            for kind in ["", ".br", ".gz"] {
                assert!(site.join("pkg").join(format!("{name}{kind}")).exists(), "{name}{kind}");
            }
        }
        fs::remove_dir_all(dir).expect("tidy");
    }

    #[test]
    fn the_glue_names_the_module_by_its_hashed_name() {
        let dir = dir("glue");
        let manifest = publish(files(""), &dir.join("public"), &dir.join("site")).expect("publish");
        let glue = fs::read_to_string(dir.join("site/pkg").join(&manifest.js)).expect("glue");
        assert_eq!(glue, format!("load('{}')", manifest.wasm));
        let glue = fs::read_to_string(dir.join("site/pkg").join(&manifest.office_js)).expect("glue");
        assert_eq!(glue, format!("load('{}')", manifest.office_wasm));
        fs::remove_dir_all(dir).expect("tidy");
    }

    #[test]
    fn public_files_are_copied_but_not_the_source_of_the_boot_script() {
        let dir = dir("public");
        let site = dir.join("site");
        publish(files(""), &dir.join("public"), &site).expect("publish");
        assert!(site.join("robots.txt.br").exists());
        assert!(site.join("icons/face.png").exists());
        assert!(!site.join("icons/face.png.br").exists());
        assert!(!site.join("boot.js").exists());
        assert!(files_below(&site).expect("list").iter().all(|file| !file.ends_with(".part")));
        fs::remove_dir_all(dir).expect("tidy");
    }
}
