use domain::case::{CaseRecord, Field};
use domain::{Millis, WindowCode};
use storage::testing::{TestDatabase, rating};
use storage::{NewCase, NewLink, NewOccurrence, NewRating, Outcome, Stored};

fn record(number: &'static str) -> CaseRecord {
    CaseRecord::parse(|field| match field {
        Field::AreaCode => "370300000000",
        Field::OrgCode => "370300000000_X",
        Field::OrgName => "示例部门",
        Field::TaskCode => "11370300MB2F30661Y2312003564000",
        Field::TaskName => "示例事项",
        Field::ProjectNo => "SL1",
        Field::ProStatus => "1",
        Field::AcceptDate | Field::ServiceTime => "2026-11-23 09:00:00",
        Field::ProjectType | Field::UserProp => "1",
        Field::UserName => "示例申请人",
        Field::UserPageType => "111",
        Field::CertKey => "370300000000000000",
        Field::Mobile => "13800000000",
        Field::ServiceName => "提交申请信息",
        Field::ServiceNumber => number,
        _ => "",
    })
    .unwrap()
}

fn case(id: i64, number: &'static str) -> NewCase {
    NewCase {
        credit_num: None,
        agent_name: None,
        agent_id_number: None,
        id,
        record: record(number),
        applicant_name: vec![1],
        id_number: vec![2],
        id_number_hash: vec![3],
        phone: vec![4],
        phone_hash: vec![5],
        occurrence: NewOccurrence {
            id: id + 1,
            rate_until: 1000,
            provisional: true,
            link: Some(NewLink {
                id: id + 2,
                token_hash: format!("token {id}").into_bytes(),
                expires_at: 1000,
            }),
        },
    }
}

#[tokio::test]
async fn two_occurrences_of_one_case_have_a_link_each() {
    for test in TestDatabase::both().await {
        let fresh =
            test.db.store_cases(None, &[case(10, "1"), case(20, "2")], true, Millis(1)).await.unwrap();
        assert!(
            matches!(fresh[..], [Stored::New { occurrence: 11, .. }, Stored::New { occurrence: 21, .. }]),
            "{fresh:?}"
        );
        let first = test.db.link_by_token(b"token 10").await.unwrap().unwrap();
        let second = test.db.link_by_token(b"token 20").await.unwrap().unwrap();
        assert_eq!((first.service_number, second.service_number, second.provisional), (1, 2, true));
    }
}

#[tokio::test]
async fn an_occurrence_that_comes_again_keeps_its_first_link() {
    for test in TestDatabase::both().await {
        test.db.store_cases(None, &[case(10, "1")], true, Millis(1)).await.unwrap();
        let again = test.db.store_cases(None, &[case(30, "1")], true, Millis(2)).await.unwrap();
        assert_eq!(again, [Stored::Known { occurrence: 11 }]);
        assert!(test.db.link_by_token(b"token 30").await.unwrap().is_none());
        assert!(test.db.link_by_token(b"token 10").await.unwrap().is_some());
    }
}

#[tokio::test]
async fn an_occurrence_takes_one_rating_whatever_the_key() {
    for test in TestDatabase::both().await {
        test.db.store_cases(None, &[case(10, "1")], true, Millis(1)).await.unwrap();
        let of_case = |n| NewRating { window_id: None, occurrence_id: Some(11), ..rating(n) };
        let got = test.db.commit_ratings(&[of_case(1), of_case(2)]).await.unwrap();
        assert_eq!(
            got.into_iter().map(Result::unwrap).collect::<Vec<_>>(),
            [Outcome::Stored, Outcome::OccurrenceRated]
        );
        assert!(test.db.link_by_token(b"token 10").await.unwrap().unwrap().used);
    }
}

#[tokio::test]
async fn a_link_is_revoked_once() {
    for test in TestDatabase::both().await {
        test.db.store_cases(None, &[case(10, "1")], true, Millis(1)).await.unwrap();
        assert!(test.db.revoke_link(b"token 10", Millis(5)).await.unwrap());
        assert!(!test.db.revoke_link(b"token 10", Millis(6)).await.unwrap());
        assert_eq!(test.db.link_by_token(b"token 10").await.unwrap().unwrap().revoked_at, Some(5));
    }
}

#[tokio::test]
async fn a_case_finds_its_window_by_code() {
    let code = WindowCode::from_random(9);
    for test in TestDatabase::both().await {
        test.one_window(code).await;
        let mut with_window = case(10, "1");
        with_window.record.window_code = Some(code.to_string());
        test.db.store_cases(None, &[with_window], true, Millis(1)).await.unwrap();
        let link = test.db.link_by_token(b"token 10").await.unwrap().unwrap();
        assert_eq!((link.window_id, link.hall.as_deref()), (Some(4), Some("示例大厅")));
    }
}
