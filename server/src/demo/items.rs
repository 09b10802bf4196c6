//! Sample items of all seven types, with every field, and which window handles them; everything in them 示例.

use super::places::{DEPARTMENTS, WINDOWS};
use crate::cli::Failure;
use domain::code_tables::ItemType;
use domain::item::{ItemField, ItemRecord};
use domain::{CreditCode, Scope};
use storage::Places;
use usecases::{Service, item_content};

/// A sample item.
pub(super) struct Sample {
    /// Its type.
    pub(super) kind: ItemType,
    /// Its name.
    pub(super) name: &'static str,
    /// Which of the sample departments does it.
    department: usize,
    /// Promised and legal working days; none: done at once.
    days: Option<(u8, u8)>,
    /// 服务对象.
    objects: &'static str,
    /// 办理形式.
    forms: &'static str,
    /// 事项主题.
    theme: &'static str,
}

#[rustfmt::skip]
const fn sample(
    kind: ItemType, name: &'static str, department: usize, days: Option<(u8, u8)>, objects: &'static str,
    forms: &'static str, theme: &'static str,
) -> Sample {
    Sample { kind, name, department, days, objects, forms, theme }
}

/// The samples; the first seven are one of each type.
pub(super) const ITEMS: [Sample; 14] = [
    sample(ItemType::Licence, "食品经营许可（示例）", 0, Some((5, 20)), "1,2", "1,2,4", "准入准营"),
    sample(ItemType::Payment, "最低生活保障金给付（示例）", 4, Some((15, 30)), "1", "1", "社会救助"),
    sample(ItemType::Confirmation, "城镇职工退休核定（示例）", 2, Some((10, 20)), "1", "1,2", "离职退休"),
    sample(ItemType::Award, "见义勇为奖励（示例）", 1, Some((20, 60)), "1", "1", "其他"),
    sample(ItemType::Ruling, "土地权属争议裁决（示例）", 3, Some((60, 180)), "1,2,4", "1", "国土和规划建设"),
    sample(ItemType::OtherPower, "户口迁移登记（示例）", 1, Some((3, 15)), "1", "1,2", "户籍办理"),
    sample(ItemType::PublicService, "社会保险参保证明打印（示例）", 2, None, "1,2", "1,2,3", "社会保障"),
    sample(ItemType::Licence, "企业设立登记（示例）", 0, Some((1, 15)), "1,2", "1,2,4", "设立变更"),
    sample(ItemType::Licence, "建筑工程施工许可（示例）", 0, Some((3, 7)), "2,3", "1,2", "投资审批"),
    sample(ItemType::Licence, "普通护照签发（示例）", 1, Some((7, 20)), "1", "1", "出境入境"),
    sample(ItemType::Confirmation, "不动产首次登记（示例）", 3, Some((3, 30)), "1,2", "1,2", "住房保障"),
    sample(ItemType::OtherPower, "不动产转移登记（示例）", 3, Some((1, 30)), "1,2", "1,2", "住房保障"),
    sample(ItemType::PublicService, "就业创业证申领（示例）", 2, None, "1", "1,2,3", "就业创业"),
    sample(ItemType::Payment, "高龄津贴给付（示例）", 4, Some((5, 30)), "1", "1,2", "社会救助"),
];

/// 统一社会信用代码 of a sample department; its area is that of the division.
pub(super) fn credit_code(department: usize) -> Option<CreditCode> {
    let (division, _) = DEPARTMENTS.get(department)?;
    CreditCode::sample(division.get(..6)?, u8::try_from(department + 1).ok()?)
}

/// 实施编码 of a sample item: 18 + 1 + 12 signs.
pub(super) fn task_code(index: usize) -> String {
    let item = &ITEMS[index];
    let department = credit_code(item.department).map(|code| code.to_string()).unwrap_or_default();
    // A town's item is exercised by the town.
    let level = if item.department == 4 { 5 } else { 3 };
    format!("{department}{level}00{}{:05}001", item.kind.code(), 90_001 + index)
}

/// Puts the items in and gives them to the windows of their departments; a window that receives for all (综合)
/// handles everything of its hall.
pub(super) async fn add(service: &Service, places: &Places) -> Result<(), Failure> {
    let mut joined = Vec::new();
    for (index, item) in ITEMS.iter().enumerate() {
        let record = record(service, index, item)?;
        let department = places.departments[item.department].id;
        let code = record.code.whole().to_owned();
        let content = item_content(&record, Some(department));
        service.db().add_item((&code, &record.code.task_code, None), &content, &[]).await?;
        let handles = |w: &storage::NewWindow| w.department_id == department || w.name.contains("综合");
        joined.extend(places.windows.iter().filter(|w| handles(w)).map(|w| (w.id, code.clone())));
    }
    debug_assert_eq!(places.windows.len(), WINDOWS.len());
    let everything = Scope::below(DEPARTMENTS[0].0);
    service.db().set_window_items(&everything, &joined, &[], &[]).await?;
    Ok(())
}

fn record(service: &Service, index: usize, item: &Sample) -> Result<ItemRecord, Failure> {
    let code = task_code(index);
    let credit = credit_code(item.department).map(|code| code.to_string()).unwrap_or_default();
    let (promised, legal) = item.days.map(|(p, l)| (p.to_string(), l.to_string())).unzip();
    let (promised, legal) = (promised.unwrap_or_default(), legal.unwrap_or_default());
    let unit = if item.days.is_some() { "1" } else { "" };
    let text = |field: ItemField| match field {
        ItemField::TaskCode => code.as_str(),
        ItemField::TaskName => item.name,
        ItemField::TaskType => item.kind.code(),
        ItemField::DeptCode => credit.as_str(),
        ItemField::ProjectType if item.days.is_some() => "2",
        ItemField::ProjectType => "1",
        ItemField::PromiseDay => promised.as_str(),
        ItemField::AnticipateDay => legal.as_str(),
        ItemField::PromiseType | ItemField::AnticipateType => unit,
        ItemField::ServiceObject => item.objects,
        ItemField::ExerciseLevel => "",
        ItemField::HandleForm => item.forms,
        ItemField::SubMatter => item.theme,
    };
    ItemRecord::parse(text, &service.settings().items)
        .map_err(|errors| Failure(format!("示例事项 {}: {errors:?}", item.name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::item_code::ItemCode;

    #[test]
    fn the_first_seven_samples_are_one_of_each_type_and_every_code_is_whole() {
        let mut kinds: Vec<&str> = ITEMS[..7].iter().map(|i| i.kind.code()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ItemType::ALL.iter().map(|t| t.code()).collect::<Vec<_>>());
        for (index, item) in ITEMS.iter().enumerate() {
            let code = ItemCode::parse(&task_code(index)).expect(item.name);
            let parts = code.parts().expect(item.name);
            assert!(parts.department().is_ok_and(|d| d.is_sample()), "{}", item.name);
            assert_eq!(parts.item_type, item.kind.code());
            assert!(!code.is_local_only(), "{}", item.name);
        }
    }
}
