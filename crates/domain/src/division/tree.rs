//! The tree of divisions, with two parents a node.

use super::{DivisionCode, DivisionLevel};
use std::collections::BTreeMap;

/// One division of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Its code, unique.
    pub code: DivisionCode,
    /// Its name, as the statistics office or the city writes it.
    pub name: String,
    /// Where it lies for statistics (统计隶属). `None` for a city.
    pub statistical_parent: Option<DivisionCode>,
    /// Who manages it (管理隶属), where that is somebody else.
    pub managing_parent: Option<DivisionCode>,
}

/// Along which parents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    /// 统计隶属: figures that must add up with the statistics office's.
    Statistical,
    /// 管理隶属: who answers for the place; the statistical parent where no other is named.
    Managing,
}

/// Why a division cannot stand where it is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// The code stands twice.
    #[error("区划代码 {0} 重复")]
    Twice(DivisionCode),
    /// Below a city there must be a parent.
    #[error("区划 {0} 没有上级")]
    NoParent(DivisionCode),
    /// No such parent.
    #[error("区划 {child} 的上级 {parent} 不存在")]
    UnknownParent {
        /// Whose.
        child: DivisionCode,
        /// Which.
        parent: DivisionCode,
    },
    /// A parent's level must be above the child's; so nobody is above herself, however long the way.
    #[error("区划 {child} 的上级 {parent} 应比它高一级或更高")]
    NotAbove {
        /// Whose.
        child: DivisionCode,
        /// Which.
        parent: DivisionCode,
    },
}

impl Division {
    /// A division whose place its code says, and nobody else manages.
    pub fn by_code(code: DivisionCode, name: &str) -> Division {
        Division { code, name: name.to_owned(), statistical_parent: code.parent(), managing_parent: None }
    }

    /// Its level.
    pub fn level(&self) -> DivisionLevel {
        self.code.level()
    }

    /// Its parent along a line.
    pub fn parent(&self, line: Line) -> Option<DivisionCode> {
        match line {
            Line::Statistical => self.statistical_parent,
            Line::Managing => self.managing_parent.or(self.statistical_parent),
        }
    }

    /// Its name as part of a place's name: without 居委会 and the like behind it. `城里社区居委会` is 城里社区,
    /// `洄村村委会` 洄村; where only 居委会 says what the place is (`华瑞园居委会`), the name stays whole.
    pub fn short_name(&self) -> &str {
        let name = self.name.as_str();
        if self.level() != DivisionLevel::Village {
            return name;
        }
        for committee in ["居民委员会", "居委会"] {
            if let Some(stem) = name.strip_suffix(committee) {
                return if stem.ends_with("社区") || stem.ends_with('村') { stem } else { name };
            }
        }
        for committee in ["民委员会", "委会"] {
            let Some(stem) = name.strip_suffix(committee).filter(|s| s.ends_with('村')) else { continue };
            // 洄村村委会 leaves 洄村村; 七里村委会 leaves 七里村.
            return stem
                .strip_suffix('村')
                .filter(|s| s.ends_with('村') || s.ends_with("社区"))
                .unwrap_or(stem);
        }
        name
    }
}

/// Divisions whose parents are all there and above them.
#[derive(Debug, Clone, Default)]
pub struct Tree(BTreeMap<DivisionCode, Division>);

impl Tree {
    /// Checks all divisions together; reports every fault.
    pub fn new(divisions: impl IntoIterator<Item = Division>) -> Result<Tree, Vec<TreeError>> {
        let mut tree = BTreeMap::new();
        let mut errors = Vec::new();
        for division in divisions {
            if let Some(first) = tree.insert(division.code, division) {
                errors.push(TreeError::Twice(first.code));
            }
        }
        let tree = Tree(tree);
        errors.extend(tree.0.values().flat_map(|division| tree.faults_of(division)));
        if errors.is_empty() { Ok(tree) } else { Err(errors) }
    }

    /// What would be wrong with this division in this tree: for a form that changes one. A changed parent
    /// of another level than before is seen by the children's check in [`Tree::new`]; a code, and with it
    /// the level, never changes.
    pub fn faults_of(&self, division: &Division) -> Vec<TreeError> {
        let child = division.code;
        let mut errors = Vec::new();
        if division.statistical_parent.is_none() && division.level() != DivisionLevel::City {
            errors.push(TreeError::NoParent(child));
        }
        for parent in [division.statistical_parent, division.managing_parent].into_iter().flatten() {
            if !self.0.contains_key(&parent) {
                errors.push(TreeError::UnknownParent { child, parent });
            } else if parent.level() >= division.level() {
                errors.push(TreeError::NotAbove { child, parent });
            }
        }
        errors
    }

    /// A division by its code.
    pub fn get(&self, code: DivisionCode) -> Option<&Division> {
        self.0.get(&code)
    }

    /// Every division, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Division> {
        self.0.values()
    }

    /// This division and those above it, nearest first. At most four: each is above the one before.
    pub fn lineage(&self, code: DivisionCode, line: Line) -> impl Iterator<Item = &Division> {
        std::iter::successors(self.get(code), move |d| d.parent(line).and_then(|p| self.get(p)))
    }

    /// Does `code` lie in `area` (or is it `area` itself)?
    pub fn lies_in(&self, code: DivisionCode, area: DivisionCode, line: Line) -> bool {
        self.lineage(code, line).any(|d| d.code == area)
    }

    /// The official name of a place: 县区+街道(乡镇)+社区(村), without the city; the city's own name for the city.
    /// `None` for an unknown code.
    pub fn full_name(&self, code: DivisionCode, line: Line) -> Option<String> {
        let division = self.get(code)?;
        if division.level() == DivisionLevel::City {
            return Some(division.name.clone());
        }
        let mut names: Vec<_> =
            self.lineage(code, line).filter(|d| d.level() != DivisionLevel::City).collect();
        names.reverse();
        Some(names.into_iter().map(Division::short_name).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn code(text: &str) -> DivisionCode {
        text.parse().unwrap()
    }

    fn places() -> Vec<Division> {
        let mut places: Vec<_> = [
            ("370300", "淄博市"),
            ("370303", "张店区"),
            ("370391", "高新区"),
            ("370303001", "车站街道"),
            ("370303008", "四宝山街道"),
            ("370303001005", "示例社区居委会"),
        ]
        .into_iter()
        .map(|(c, name)| Division::by_code(code(c), name))
        .collect();
        places[4].managing_parent = Some(code("370391"));
        places
    }

    #[test]
    fn a_full_name_is_joined_from_district_to_village() {
        let tree = Tree::new(places()).unwrap();
        let name = |c, line| tree.full_name(code(c), line);
        assert_eq!(name("370303001005", Line::Managing).as_deref(), Some("张店区车站街道示例社区"));
        assert_eq!(name("370300", Line::Statistical).as_deref(), Some("淄博市"));
        assert_eq!(name("370302", Line::Managing), None);
    }

    #[test]
    fn a_town_managed_by_a_zone_lies_in_both_by_different_lines() {
        let tree = Tree::new(places()).unwrap();
        let town = code("370303008");
        assert_eq!(tree.full_name(town, Line::Managing).as_deref(), Some("高新区四宝山街道"));
        assert_eq!(tree.full_name(town, Line::Statistical).as_deref(), Some("张店区四宝山街道"));
        assert!(
            tree.lies_in(town, code("370391"), Line::Managing)
                && !tree.lies_in(town, code("370303"), Line::Managing)
        );
        assert!(
            tree.lies_in(town, code("370303"), Line::Statistical)
                && tree.lies_in(town, code("370300"), Line::Managing)
        );
    }

    #[test]
    fn committees_are_left_out_of_a_places_name() {
        for (name, short) in [
            ("城里社区居委会", "城里社区"),
            ("锦悦社区居民委员会", "锦悦社区"),
            ("小昆仑村村委会", "小昆仑村"),
            ("七里村委会", "七里村"),
            ("三里村民委员会", "三里村"),
            ("北关村村民委员会", "北关村"),
            ("华瑞园居委会", "华瑞园居委会"),
            ("光正社区", "光正社区"),
        ] {
            assert_eq!(Division::by_code(code("370303001005"), name).short_name(), short);
        }
        assert_eq!(Division::by_code(code("370303001"), "七里村委会").short_name(), "七里村委会");
    }

    #[test]
    fn whoever_cannot_stand_where_she_is_put_is_named() {
        let with = |change: &dyn Fn(&mut Vec<Division>)| {
            let mut places = places();
            change(&mut places);
            Tree::new(places).unwrap_err()
        };
        let child = code("370303001");
        let below = code("370303001005");
        assert_eq!(
            with(&|p| p[3].managing_parent = Some(below)),
            [TreeError::NotAbove { child, parent: below }]
        );
        assert_eq!(
            with(&|p| p[3].managing_parent = Some(child)),
            [TreeError::NotAbove { child, parent: child }]
        );
        let parent = code("370392");
        assert_eq!(
            with(&|p| p[3].managing_parent = Some(parent)),
            [TreeError::UnknownParent { child, parent }]
        );
        assert_eq!(with(&|p| p[3].statistical_parent = None), [TreeError::NoParent(child)]);
        assert_eq!(with(&|p| p.push(p[3].clone())), [TreeError::Twice(child)]);
    }

    const CODES: &[&str] =
        &["370300", "370303", "370391", "370303001", "370391001", "370303001001", "370391001001"];

    prop_compose! {
        /// Few places, parents at random: rings, gaps and all.
        fn division()(
            c in select(CODES),
            s in prop::option::of(select(CODES)),
            m in prop::option::of(select(CODES)),
        ) -> Division {
            let name = "示例".into();
            Division { code: code(c), name, statistical_parent: s.map(code), managing_parent: m.map(code) }
        }
    }

    proptest! {
        #[test]
        fn a_checked_tree_has_no_ring_and_every_line_ends_in_a_city(
            divisions in prop::collection::vec(division(), 0..9).prop_map(|mut d| {
                d.push(Division::by_code(code("370300"), "淄博市"));
                d
            }),
        ) {
            match Tree::new(divisions) {
                Ok(tree) => for division in tree.iter() {
                    for line in [Line::Statistical, Line::Managing] {
                        let lineage: Vec<_> = tree.lineage(division.code, line).take(9).collect();
                        prop_assert!(lineage.len() <= 4);
                        prop_assert!(lineage.is_sorted_by(|a, b| a.level() > b.level()));
                        prop_assert_eq!(lineage.last().unwrap().level(), DivisionLevel::City);
                    }
                },
                Err(errors) => prop_assert!(!errors.is_empty()),
            }
        }

        #[test]
        fn a_short_name_begins_the_name_and_is_never_empty(
            name in "[一-龥]{1,6}(社区|村)?(居委会|村委会|居民委员会|村民委员会)?",
        ) {
            let division = Division::by_code(code("370303001001"), &name);
            prop_assert!(!division.short_name().is_empty() && name.starts_with(division.short_name()));
        }
    }
}
