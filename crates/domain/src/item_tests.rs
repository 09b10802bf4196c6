//! Tests of `item`.

use super::*;
use proptest::prelude::*;
use proptest::sample::select;

fn good(field: ItemField) -> &'static str {
    match field {
        ItemField::TaskCode => "11310000MB2F30661Y2312003564000",
        ItemField::TaskName => "示例事项",
        ItemField::TaskType => "20",
        ItemField::ProjectType => "2",
        ItemField::PromiseDay => "5",
        ItemField::PromiseType => "1",
        ItemField::AnticipateDay => "20",
        ItemField::AnticipateType => "工作日",
        ItemField::ServiceObject => "2，自然人、非法人企业,2",
        ItemField::ExerciseLevel => "2",
        ItemField::HandleForm => "1^2",
        ItemField::DeptCode | ItemField::SubMatter => "",
    }
}

fn parse(changes: &[(ItemField, &'static str)]) -> Result<ItemRecord, Vec<(ItemField, FieldRule)>> {
    let text = |f| changes.iter().find(|(field, _)| *field == f).map_or_else(|| good(f), |(_, text)| *text);
    ItemRecord::parse(text, &ItemCodeRule::default())
        .map_err(|errors| errors.into_iter().map(|e| (e.field, e.rule)).collect())
}

fn warnings(changes: &[(ItemField, &'static str)]) -> Vec<ItemWarning> {
    parse(changes).unwrap().warnings()
}

#[test]
fn a_complete_row_is_taken_without_a_warning() {
    let item = parse(&[]).unwrap();
    assert_eq!(item.warnings(), []);
    assert_eq!(item.promised, Some(TimeLimit { amount: 5, unit: LimitUnit::WorkingDay }));
    assert_eq!(item.handle_forms, [HandleForm::Window, HandleForm::Computer]);
}

#[test]
fn a_digit_of_the_service_object_is_one_of_the_standard_and_names_of_both_tables_are_read() {
    use ServiceObject as S;
    assert_eq!(parse(&[]).unwrap().service_objects, [S::Person, S::Company, S::Other]);
    let item = parse(&[(ItemField::ServiceObject, "5")]).unwrap();
    assert_eq!(item.service_objects, [S::Authority], "5 is 非法人企业 in the interface's table");
    let fault = (ItemField::ServiceObject, FieldRule::NotInTable);
    assert_eq!(parse(&[(ItemField::ServiceObject, "1,9")]), Err(vec![fault]));
}

#[test]
fn each_fault_is_found_in_its_column() {
    use {FieldRule as R, ItemField as F};
    let long: &'static str = Box::leak("长".repeat(201).into_boxed_str());
    for (field, text, rule) in [
        (F::TaskName, " ", R::Required),
        (F::TaskName, long, R::TooLong(200)),
        (F::TaskName, "示例\u{7}", R::ControlCharacter),
        (F::TaskType, "许可", R::NotInTable),
        (F::PromiseDay, "-1", R::Amount(999)),
        (F::PromiseDay, "", R::AmountMissing),
        (F::PromiseType, "", R::UnitMissing),
        (F::PromiseType, "4", R::NotInTable),
        (F::ProjectType, "3", R::NotInTable),
        (F::ExerciseLevel, "8", R::NotInTable),
        (F::HandleForm, "5", R::NotInTable),
    ] {
        assert_eq!(parse(&[(field, text)]), Err(vec![(field, rule)]), "{field:?} {text:?}");
    }
    let said = |field, text| parse(&[(field, text)]).unwrap_err()[0].1.to_string();
    assert_eq!(said(F::TaskCode, "123"), "应为 31 或 33 位字母和数字，现为 3 位");
    assert_eq!(said(F::DeptCode, "11310000MB2F30661X"), "统一社会信用代码校验位不符，请核对是否录错");
}

#[test]
fn every_fault_of_a_row_is_reported_at_once() {
    let errors = ItemRecord::parse(|_| "？", &ItemCodeRule::default()).unwrap_err();
    // All columns but the two free texts.
    assert_eq!(errors.len(), ItemField::ALL.len() - 2, "{errors:?}");
}

#[test]
fn an_item_that_contradicts_its_code_is_taken_with_a_warning() {
    use ItemField as F;
    let differs = ItemWarning::TypeDiffers { given: "01", inside: "20".into() };
    assert_eq!(warnings(&[(F::TaskType, "1")]), [differs]);
    assert_eq!(warnings(&[(F::ExerciseLevel, "3")]), [ItemWarning::LevelDiffers("2".into())]);
    let inside = "11310000MB2F30661Y".parse().unwrap();
    assert_eq!(warnings(&[(F::DeptCode, "11370300MB28519923")]), [ItemWarning::DepartmentDiffers(inside)]);
    assert_eq!(warnings(&[(F::TaskCode, "11310000MB2F30661X2312003564000")]).len(), 1);
    assert_eq!(warnings(&[(F::PromiseDay, ""), (F::PromiseType, "")]), [ItemWarning::PromiseMissing]);
    assert_eq!(warnings(&[(F::PromiseDay, "21")]), [ItemWarning::PromiseTooLong]);
}

#[test]
fn the_local_eleven_agrees_with_twenty_inside_the_code() {
    assert_eq!(warnings(&[(ItemField::TaskType, "11")]), []);
}

#[test]
fn what_is_not_six_plus_one_or_self_built_is_kept_and_marked() {
    let code = (ItemField::TaskCode, "11310000MB2F30661Y2310200000000");
    let found = warnings(&[code, (ItemField::TaskType, "02")]);
    assert_eq!(found, [ItemWarning::NotSixPlusOne, ItemWarning::LocalOnly]);
}

#[test]
fn headers_are_understood_by_name_and_by_label() {
    for field in ItemField::ALL {
        assert_eq!(ItemField::from_header(field.label()), Some(*field));
        assert_eq!(ItemField::from_header(&format!(" {} ", field.name().to_lowercase())), Some(*field));
    }
    assert_eq!(ItemField::from_header(""), None);
}

proptest! {
    #[test]
    fn no_row_breaks_the_reading(cells in prop::collection::vec("\\PC{0,34}|[0-9]{1,2}|[0-9A-Z]{31}", 13)) {
        let text = |f| cells[ItemField::ALL.iter().position(|x| *x == f).unwrap()].as_str();
        match ItemRecord::parse(text, &ItemCodeRule::default()) {
            Ok(item) => { item.warnings(); }
            Err(errors) => prop_assert!(!errors.is_empty()),
        }
    }

    #[test]
    fn of_two_limits_at_most_one_is_surely_longer(
        a in 0u16..999, b in 0u16..999, u in select(LimitUnit::ALL), v in select(LimitUnit::ALL),
    ) {
        let (a, b) = (TimeLimit { amount: a, unit: u }, TimeLimit { amount: b, unit: v });
        prop_assert!(!(a.is_surely_longer_than(b) && b.is_surely_longer_than(a)));
        prop_assert!(!a.is_surely_longer_than(a));
    }
}
