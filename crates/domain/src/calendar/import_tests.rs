//! Tests of `calendar::import`.

use super::super::Calendar;
use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const SHIPPED: &str = include_str!("../../data/calendar-2019-2026.csv");

fn year(year: i16) -> String {
    let prefix = format!("{year}-");
    SHIPPED.lines().filter(|l| l.starts_with(&prefix)).map(|l| format!("{l}\n")).collect()
}

fn faults(text: &str) -> Vec<(usize, ImportFault)> {
    let read = ImportedYear::read(2027, text);
    read.err().unwrap_or_default().into_iter().map(|e| (e.line, e.fault)).collect()
}

#[test]
fn the_shipped_years_come_in_again_without_a_fault_and_change_nothing() {
    let years: Vec<_> = (2019..=2026).map(|y| ImportedYear::read(y, &year(y)).unwrap()).collect();
    assert_eq!(&Calendar::with(&years), Calendar::shipped());
    // In 2020 the holidays of spring were made longer, and 中秋 fell on 国庆.
    for imported in years {
        let odd = imported.warnings();
        let expected: &[YearWarning] = match imported.year() {
            2020 => &[YearWarning::Missing("中秋"), YearWarning::NetDays { found: 13, lawful: 11 }],
            _ => &[],
        };
        assert_eq!(odd, expected, "{}", imported.year());
    }
}

#[test]
fn a_file_is_read_as_people_write_it() {
    let plain =
        ImportedYear::read(2027, "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-09,workday,元旦\n");
    for text in [
        "\u{FEFF}日期,类型,名称\r\n2027年1月1日,放假,元旦\r\n\r\n2027/1/9 0:00,调休,元旦\r\n",
        "名称\t日期\t类型\n元旦\t2027.01.01\t休\n元旦\t20270109\t班\n",
        "２０２７－０１－０１，ｈｏｌｉｄａｙ，元旦\n\"2027-01-09\",\"Workday\",\"元旦\"",
    ] {
        assert_eq!(ImportedYear::read(2027, text), plain, "{text}");
    }
}

#[test]
fn every_fault_is_told_by_its_line() {
    let text = "日期,类型,名称\n2027-02-30,放假,春节\n2028-01-01,放假,元旦\n2027-01-01,放假,元旦\n\n\
        2027-01-01,放假,元旦\n2027-01-04,调休,元旦\n2027-01-05,也许,\n2027-01-06,放假,元\u{200B}旦\n2026-12-24,放假,\n";
    assert_eq!(
        faults(text),
        [
            (2, ImportFault::Date),
            (3, ImportFault::OutsideYear),
            (6, ImportFault::Duplicate { first: 4 }),
            (7, ImportFault::WorkdayOnWeekday),
            (8, ImportFault::Kind),
            (9, ImportFault::Name),
            (10, ImportFault::OutsideYear),
        ]
    );
    let error = ImportedYear::read(2027, text).unwrap_err()[2];
    assert_eq!(error.to_string(), "第 6 行：与第 4 行日期重复");
}

#[test]
fn what_is_no_calendar_is_refused_at_its_first_line() {
    assert_eq!(faults("\n姓名,电话\n"), [(2, ImportFault::Header)]);
    assert_eq!(faults("日期,类型\n"), [(1, ImportFault::Empty)]);
    assert_eq!(faults(""), [(1, ImportFault::Empty)]);
    let other = ImportedYear::read(1999, "1999-01-01,放假,").unwrap_err();
    assert_eq!(other[0].fault, ImportFault::Year);
}

#[test]
fn an_odd_year_is_taken_with_warnings() {
    let text = "2026-12-31,放假,元旦\n2027-01-01,放假,元旦\n2027-10-01,放假,国庆节、中秋节\n";
    let odd = ImportedYear::read(2027, text).unwrap().warnings();
    let missing = ["春节", "清明", "劳动", "端午"].map(YearWarning::Missing);
    assert_eq!(odd[0], YearWarning::YearBefore(date(2026, 12, 31)));
    assert_eq!(odd[1..5], missing);
    assert_eq!(odd[5..], [YearWarning::HolidayCount(3), YearWarning::NetDays { found: 3, lawful: 13 }]);
}

proptest! {
    #[test]
    fn a_year_written_out_reads_back_as_itself(
        days in prop::collection::btree_map((1i8..=12, 1i8..=28), ("[一-龥]{0,5}", any::<bool>()), 1..40),
    ) {
        let lines: Vec<String> = days.iter().map(|((m, d), (name, workday))| {
            let workday = *workday && is_weekend(date(2027, *m, *d));
            format!("2027-{m:02}-{d:02},{},{name}", if workday { "调休" } else { "放假" })
        }).collect();
        let imported = ImportedYear::read(2027, &lines.join("\n")).unwrap();
        prop_assert_eq!(imported.days().count(), days.len());
        prop_assert_eq!(ImportedYear::read(2027, &imported.to_csv()), Ok(imported.clone()));
        // And the calendar says what the file says.
        let calendar = Calendar::with(std::slice::from_ref(&imported));
        for (day, kind, _) in imported.days() {
            prop_assert_eq!(calendar.is_workday(day), kind == DayKind::Workday);
        }
    }

    #[test]
    fn no_file_breaks_the_reading(text in "([0-9年月日/,\\-\t ]|放假|调休|\\PC|\n){0,60}") {
        match ImportedYear::read(2027, &text) {
            Ok(imported) => { imported.warnings(); }
            Err(errors) => prop_assert!(!errors.is_empty()),
        }
    }
}
