//! Retention (保存期限): how long each personal field is kept, and when it is due to be cleared.
//!
//! 《个人信息保护法》第十九条: 保存期限应当为实现处理目的所必要的最短时间. The law names no number of days for
//! these fields; the defaults are our reading of what each is needed for, and every one is a *(setting)*
//! that the authority answers for. Clearing is a job's work and is recorded; this file only says what
//! is due. Clearing a field never removes the rating it belongs to.
//!
//! To add a field: an entry of `personal_fields!` with its purpose in the doc and the shortest period that
//! serves it; then the job that clears it.

use crate::Millis;
use std::collections::BTreeMap;

const DAY: i64 = 86_400_000;

/// Longest period that can be set: ten years.
pub const LONGEST_DAYS: u16 = 3_653;

/// What is kept because a matter is open is not kept longer than this, in days from storing *(setting)*:
/// three years, the general limitation of 《民法典》第一百八十八条. A matter nobody closes must not keep a phone
/// number for ever.
pub const OPEN_DAYS: u16 = 1_096;

/// When a period begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// With storing.
    Stored,
    /// With the end of the matter the field serves.
    Closed,
}

macro_rules! personal_fields {
    ($($(#[$doc:meta])* $variant:ident = $name:literal $label:literal, $days:literal days after $begins:ident;)+) => {
        /// A personal field of the system.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum PersonalField { $($(#[$doc])* $variant,)+ }

        impl PersonalField {
            /// Every field.
            pub const ALL: &'static [PersonalField] = &[$(PersonalField::$variant,)+];

            /// Its name in settings and in the record of clearing. Never changes.
            pub const fn name(self) -> &'static str {
                match self { $(PersonalField::$variant => $name,)+ }
            }

            /// What people call it.
            pub const fn label(self) -> &'static str {
                match self { $(PersonalField::$variant => $label,)+ }
            }

            /// The default period, in days.
            pub const fn default_days(self) -> u16 {
                match self { $(PersonalField::$variant => $days,)+ }
            }

            /// When its period begins.
            pub const fn begins(self) -> Begins {
                match self { $(PersonalField::$variant => Begins::$begins,)+ }
            }
        }
    };
}

personal_fields! {
    /// Left with a rating for the callback. After the matter is closed an objection may still be made and
    /// looked into; a quarter sees that through.
    RatingPhone = "rating.phone" "评价人手机号", 90 days after Closed;
    /// Keyed hash of the cookie of the device that rated: opens the receipt without a PIN, tells doubled
    /// ratings. A quarter covers the receipt's questions and the quarterly check for brushing.
    RatingDevice = "rating.device" "评价设备标记", 90 days after Stored;
    /// Keyed hash of the address that rated: serves the check for brushing alone, which looks a month back.
    RatingNetwork = "rating.network" "评价网络标记", 30 days after Stored;
    /// Whose case it is. Needed to match a rating and to call back; the file itself is with the business
    /// system.
    CaseApplicantName = "case.applicant_name" "申请人、代理人姓名（名称）", 180 days after Closed;
    /// Serves matching and the check for doubled cases; nobody is called by it, so it goes first.
    CaseIdNumber = "case.id_number" "申请人、代理人证件号码", 90 days after Closed;
    /// Serves proof that a case is one's own, supplements by telephone and the callback.
    CasePhone = "case.phone" "申请人手机号", 180 days after Closed;
    /// Name on a paper card, if one was written. The paper can be asked for as long as the entry can be
    /// disputed.
    CardName = "card.name" "评议卡填写人姓名", 180 days after Closed;
    /// Phone on a paper card: as [`PersonalField::RatingPhone`].
    CardPhone = "card.phone" "评议卡手机号", 90 days after Closed;
    /// Picture of a paper card, handwriting included: proof that the entry is what was written.
    CardPhoto = "card.photo" "评议卡影像", 180 days after Closed;
    /// Pictures a person sent with a complaint; others may be seen in them. Kept through objection and
    /// inspection.
    ComplaintPhoto = "complaint.photo" "投诉附图", 180 days after Closed;
    /// Whom to answer about a complaint that came by letter, mail or 12345.
    ComplaintContact = "complaint.contact" "投诉人联系方式", 180 days after Closed;
    /// What was said in a callback: the proof of 回访率, looked at in the yearly assessment.
    CallbackNotes = "callback.notes" "回访记录", 365 days after Closed;
    /// Attachments of a work order, which may show people.
    OrderAttachment = "order.attachment" "整改附件", 365 days after Closed;
    /// Number a one-time code was sent to: needed for minutes, and a day for complaints that none came.
    OneTimeCodePhone = "one_time_code.phone" "验证码手机号", 1 days after Stored;
    /// Keyed hashes of phone and ID number in the session of a citizen who looks at her cases: a session lasts hours.
    CitizenSession = "citizen_session.identity" "“我的办件”登录标记", 1 days after Stored;
    /// Address of a session of staff. 《网络安全法》 asks for network logs of at least six months.
    SessionNetwork = "session.network" "登录网络地址", 183 days after Stored;
    /// Browser of a session of staff, to recognise a strange log-in: with the address it belongs to.
    SessionDevice = "session.device" "登录设备信息", 183 days after Stored;
    /// Own phone of a member of staff, for alarms; after leaving, for handing over.
    StaffPhone = "staff.phone" "工作人员手机号", 30 days after Closed;
    /// Ciphertext sent to the province, kept for sending again. It holds the applicant's data.
    UploadPayload = "upload.payload" "上报报文", 30 days after Closed;
}

impl PersonalField {
    /// The field of a name in settings.
    pub fn from_name(name: &str) -> Option<PersonalField> {
        Self::ALL.iter().copied().find(|f| f.name() == name)
    }
}

/// How many days each field is kept: the defaults, and what was set otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionPolicy {
    set: BTreeMap<PersonalField, u16>,
    open_days: u16,
}

/// Why a period cannot be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RetentionError {
    /// No such field.
    #[error("没有名为“{0}”的个人信息字段")]
    UnknownField(String),
    /// Outside 1–3653 days. A field that is not wanted is not collected; no field is kept for ever.
    #[error("保存期限应为 1 至 {LONGEST_DAYS} 天，现为 {0}")]
    Days(u16),
}

impl Default for RetentionPolicy {
    fn default() -> Self {
        RetentionPolicy { set: BTreeMap::new(), open_days: OPEN_DAYS }
    }
}

impl RetentionPolicy {
    /// The defaults, changed by `(name, days)` as settings give them.
    pub fn from_settings<'a>(
        settings: impl IntoIterator<Item = (&'a str, u16)>,
    ) -> Result<RetentionPolicy, RetentionError> {
        settings.into_iter().try_fold(RetentionPolicy::default(), |policy, (name, days)| {
            let field = PersonalField::from_name(name);
            policy.with(field.ok_or_else(|| RetentionError::UnknownField(name.to_owned()))?, days)
        })
    }

    /// This policy with another period for one field, 1–3653 days.
    pub fn with(mut self, field: PersonalField, days: u16) -> Result<RetentionPolicy, RetentionError> {
        self.set.insert(field, checked(days)?);
        Ok(self)
    }

    /// This policy with another limit for matters that stay open, 1–3653 days.
    pub fn with_open_days(mut self, days: u16) -> Result<RetentionPolicy, RetentionError> {
        self.open_days = checked(days)?;
        Ok(self)
    }

    /// Days this field is kept.
    pub fn days(&self, field: PersonalField) -> u16 {
        self.set.get(&field).copied().unwrap_or(field.default_days())
    }

    /// For a query of what is due although its matter was never closed: stored at this moment or before.
    pub fn open_stored_before(&self, field: PersonalField, now: Millis) -> Millis {
        now.plus(-i64::from(self.open_days.max(self.days(field))) * DAY)
    }

    /// For a query of what is due: a field is due if its period began at this moment or before.
    pub fn began_before(&self, field: PersonalField, now: Millis) -> Millis {
        now.plus(-i64::from(self.days(field)) * DAY)
    }
}

fn checked(days: u16) -> Result<u16, RetentionError> {
    if (1..=LONGEST_DAYS).contains(&days) { Ok(days) } else { Err(RetentionError::Days(days)) }
}

/// When this field is to be cleared.
///
/// `closed_at` is the end of the matter the field serves: of the case, of the work order, of the account. A
/// rating no matter arose from closes with its own window. `None` means still open: then the field is kept, but not
/// beyond the policy's limit for open matters. Fields whose period begins with storing ignore it.
pub fn due_at(
    field: PersonalField,
    stored_at: Millis,
    closed_at: Option<Millis>,
    policy: &RetentionPolicy,
) -> Millis {
    let after = |begin: Millis, days: u16| begin.plus(i64::from(days) * DAY);
    let period = policy.days(field);
    match (field.begins(), closed_at) {
        (Begins::Stored, _) => after(stored_at, period),
        // What is stored after the end (a late callback) is needed from then on.
        (Begins::Closed, Some(closed)) => after(closed.max(stored_at), period),
        (Begins::Closed, None) => after(stored_at, policy.open_days.max(period)),
    }
}

/// Is this field due to be cleared? See [`due_at`].
pub fn is_due(
    field: PersonalField,
    stored_at: Millis,
    closed_at: Option<Millis>,
    now: Millis,
    policy: &RetentionPolicy,
) -> bool {
    now >= due_at(field, stored_at, closed_at, policy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::sample::select;
    use std::collections::BTreeSet;

    const STORED: Millis = Millis(1_795_449_600_000);

    fn after(days: i64) -> Millis {
        STORED.plus(days * DAY)
    }

    #[test]
    fn a_phone_is_kept_while_the_matter_is_open_and_a_quarter_longer() {
        let policy = RetentionPolicy::default();
        let due = |closed, now| is_due(PersonalField::RatingPhone, STORED, closed, now, &policy);
        assert!(!due(None, after(200)));
        assert!(!due(Some(after(20)), after(110).plus(-1)));
        assert!(due(Some(after(20)), after(110)));
    }

    #[test]
    fn a_matter_nobody_closes_keeps_nothing_for_ever() {
        let policy = RetentionPolicy::default();
        assert!(is_due(PersonalField::CasePhone, STORED, None, after(1_096), &policy));
        let shorter = policy.with_open_days(365).unwrap();
        assert!(is_due(PersonalField::CasePhone, STORED, None, after(365), &shorter));
    }

    #[test]
    fn a_mark_of_a_device_waits_for_no_matter() {
        let policy = RetentionPolicy::default();
        assert!(is_due(PersonalField::RatingDevice, STORED, None, after(90), &policy));
        assert!(!is_due(PersonalField::RatingDevice, STORED, Some(after(0)), after(89), &policy));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let set = |name, days| RetentionPolicy::from_settings([(name, days)]);
        assert_eq!(set("rating.phone", 30).unwrap().days(PersonalField::RatingPhone), 30);
        assert_eq!(set("rating.fone", 30), Err(RetentionError::UnknownField("rating.fone".into())));
        for days in [0, LONGEST_DAYS + 1, u16::MAX] {
            assert_eq!(set("rating.phone", days), Err(RetentionError::Days(days)));
        }
        assert!(RetentionPolicy::default().with_open_days(0).is_err());
    }

    #[test]
    fn every_field_has_a_name_of_its_own_and_a_period_that_can_be_set() {
        let names: BTreeSet<_> = PersonalField::ALL.iter().map(|f| f.name()).collect();
        assert_eq!(names.len(), PersonalField::ALL.len());
        for &field in PersonalField::ALL {
            assert_eq!(PersonalField::from_name(field.name()), Some(field));
            assert!((1..=365).contains(&field.default_days()), "{}", field.name());
            assert!(!field.label().is_empty());
        }
    }

    proptest! {
        #[test]
        fn once_due_always_due_and_never_before_the_period_is_over(
            field in select(PersonalField::ALL), days in 1u16..=LONGEST_DAYS,
            closed in prop::option::of(-1_000i64..2_000), now in -1_000i64..9_000, later in 0i64..9_000,
        ) {
            let policy = RetentionPolicy::default().with(field, days).unwrap();
            let closed = closed.map(after);
            let due = |now| is_due(field, STORED, closed, now, &policy);
            prop_assert!(!due(after(now)) || due(after(now + later)));
            prop_assert!(!due(after(i64::from(days)).plus(-1)), "stored later than the period ago");
            if closed.is_none() && field.begins() == Begins::Closed {
                prop_assert_eq!(due(after(now)), STORED <= policy.open_stored_before(field, after(now)));
            }
            // The bound for a query agrees with the rule wherever the period has begun.
            let began = match (field.begins(), closed) {
                (Begins::Stored, _) => Some(STORED),
                (Begins::Closed, closed) => closed.map(|c| c.max(STORED)),
            };
            if let Some(began) = began {
                prop_assert_eq!(due(after(now)), began <= policy.began_before(field, after(now)));
            }
        }

        #[test]
        fn a_longer_period_is_never_due_earlier(
            field in select(PersonalField::ALL),
            a in 1u16..1_000,
            b in 0u16..1_000,
            closed in prop::option::of(0i64..500),
        ) {
            let policy = |days| RetentionPolicy::default().with(field, days).unwrap();
            let due = |days| due_at(field, STORED, closed.map(after), &policy(days));
            prop_assert!(due(a) <= due(a + b));
        }
    }
}
