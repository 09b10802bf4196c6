//! What the workbook says of its sheets, strings and formats.

use super::formats::{self, Shown};
use super::package::Package;
use super::strings::Strings;
use super::xml::attribute;
use crate::SheetError;
use quick_xml::events::Event;
use std::collections::HashMap;
use std::rc::Rc;

pub(super) struct Book {
    pub sheets: Vec<SheetEntry>,
    pub strings: Strings,
    /// How a cell of this style shows a number.
    pub shown: Vec<Shown>,
    /// Days are counted from 1904, as old Macintoshes did.
    pub from_1904: bool,
}

pub(super) struct SheetEntry {
    pub name: String,
    pub path: Rc<str>,
    pub is_visible: bool,
}

impl Book {
    pub(super) fn read(package: &mut Package<'_>) -> Result<Self, SheetError> {
        let document = relations(package, "", "_rels/.rels")?
            .into_iter()
            .find(|r| r.kind == "officeDocument")
            .ok_or(SheetError::NotASheet)?;
        if document.target.ends_with(".bin") {
            return Err(SheetError::OldFormat);
        }
        let (folder, file) = document.target.rsplit_once('/').unwrap_or(("", &document.target));
        let relations = relations(package, folder, &join(folder, &format!("_rels/{file}.rels")))?;
        let path_of = |kind: &str| relations.iter().find(|r| r.kind == kind).map(|r| r.target.clone());
        let strings = match path_of("sharedStrings") {
            Some(path) => Strings::read(package.content(&path)?)?,
            None => Strings::default(),
        };
        let shown = match path_of("styles") {
            Some(path) => formats::read(package.description(&path)?)?,
            None => Vec::new(),
        };
        let (sheets, from_1904) = sheets(package, &document.target, &relations)?;
        Ok(Self { sheets, strings, shown, from_1904 })
    }
}

/// A reference from one part to another.
struct Relation {
    id: String,
    /// The last word of its type.
    kind: String,
    /// Path within the package.
    target: Rc<str>,
}

fn relations(package: &mut Package<'_>, folder: &str, path: &str) -> Result<Vec<Relation>, SheetError> {
    let mut relations = Vec::new();
    let Some(mut xml) = package.description(path)? else { return Ok(relations) };
    while let Some(event) = xml.next()? {
        if let Event::Start(e) = event
            && e.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(kind), Some(target)) =
                (attribute(&e, "Id"), attribute(&e, "Type"), attribute(&e, "Target"))
        {
            relations.push(Relation {
                id: id.into_owned(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: join(folder, &target).into(),
            });
        }
    }
    Ok(relations)
}

/// A target as seen from a folder; one with a slash in front is seen from the root.
fn join(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

fn sheets(
    package: &mut Package<'_>,
    path: &str,
    relations: &[Relation],
) -> Result<(Vec<SheetEntry>, bool), SheetError> {
    let targets: HashMap<&str, &Relation> = relations.iter().map(|r| (r.id.as_str(), r)).collect();
    let mut xml = package.description(path)?.ok_or(SheetError::Broken)?;
    let (mut sheets, mut from_1904, mut is_workbook) = (Vec::new(), false, false);
    while let Some(event) = xml.next()? {
        let Event::Start(e) = event else { continue };
        match e.local_name().as_ref() {
            "workbook" => is_workbook = true,
            "workbookPr" => from_1904 |= attribute(&e, "date1904").is_some_and(|v| v == "1" || v == "true"),
            "sheet" => {
                let id = attribute(&e, "id").unwrap_or_default();
                // Chart and dialog sheets hold no table.
                if let Some(relation) = targets.get(id.as_ref()).filter(|r| r.kind == "worksheet") {
                    sheets.push(SheetEntry {
                        name: attribute(&e, "name").unwrap_or_default().into_owned(),
                        path: Rc::clone(&relation.target),
                        is_visible: attribute(&e, "state").is_none_or(|s| s == "visible"),
                    });
                }
            }
            _ => {}
        }
    }
    if is_workbook { Ok((sheets, from_1904)) } else { Err(SheetError::NotASheet) }
}
