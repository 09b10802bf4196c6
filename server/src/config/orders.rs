//! `[orders]`: the limits of work orders (差评整改单).

use crate::gateway::messages::Fault;
use domain::calendar::Counting;
use domain::work_order::{ClockRules, StepRules};
use serde::Deserialize;
use usecases::OrderSettings;

/// `[orders]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Orders {
    /// 一般问题, days.
    pub days: u16,
    /// 复杂问题, days.
    pub long_days: u16,
    /// How both are counted.
    pub counting: Counting,
    /// First contact, working days.
    pub contact_days: u16,
    /// Day over the limit on which the city is told.
    pub city_after: u16,
    /// Day over the limit from which it is under supervision.
    pub supervise_after: u16,
    /// Working days in which an anonymous citizen may judge the answer.
    pub settle_days: u16,
    /// Hand-overs to another unit.
    pub transfers: u16,
    /// Calls in vain.
    pub calls: u16,
}

impl Orders {
    /// The rules as the use cases take them.
    pub fn settings(&self) -> OrderSettings {
        OrderSettings {
            clock: ClockRules {
                days: self.days,
                long_days: self.long_days,
                counting: self.counting,
                contact_days: self.contact_days,
                city_after: self.city_after,
                supervise_after: self.supervise_after,
                settle_days: self.settle_days,
            },
            steps: StepRules { transfers: self.transfers, calls: self.calls },
        }
    }

    /// What of it makes no sense.
    pub(super) fn check(&self) -> Result<(), Fault> {
        let rules = [
            ("orders.days", (1..=60).contains(&self.days), "应在 1 到 60 之间"),
            (
                "orders.long_days",
                self.long_days >= self.days && self.long_days <= 120,
                "应不小于 days, 不大于 120",
            ),
            ("orders.contact_days", (1..=10).contains(&self.contact_days), "应在 1 到 10 之间"),
            (
                "orders.supervise_after",
                2 <= self.city_after && self.city_after < self.supervise_after && self.supervise_after <= 60,
                "应大于 city_after, 不大于 60; city_after 应从 2 起",
            ),
            ("orders.settle_days", (1..=60).contains(&self.settle_days), "应在 1 到 60 之间"),
            ("orders.transfers", self.transfers <= 10, "应在 0 到 10 之间"),
            ("orders.calls", (1..=20).contains(&self.calls), "应在 1 到 20 之间"),
        ];
        match rules.into_iter().find(|(_, holds, _)| !holds) {
            Some((name, _, rule)) => Err((name, rule)),
            None => Ok(()),
        }
    }
}
