//! Every trace of acts: what the law requires cannot be skipped.

use super::*;
use crate::Millis;
use std::collections::{HashMap, HashSet, VecDeque};

const NOW: Millis = Millis(0);
const DUE: Millis = Millis(1);
/// Rounds after the first under supervision are all alike.
const ROUNDS: u16 = 4;

/// What a trace has seen, kept apart from the order's own book-keeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Seen {
    /// An answer since the matter was last open.
    answer: bool,
    /// A call since that answer.
    call: bool,
    /// A proof since 整改 began.
    proof: bool,
    /// The centre has excluded it, and has not taken that back.
    excluded: bool,
}

impl Seen {
    fn after(self, before: Order, act: Act, order: Order) -> Seen {
        let mut seen = self;
        match act {
            Act::Reply => seen.answer = true,
            Act::Exclude => (seen.answer, seen.excluded, seen.call) = (true, true, false),
            Act::Overturn => {
                seen.excluded = before.contest == Contest::Kept;
                (seen.answer, seen.call) = (seen.excluded, false);
            }
            Act::Call(_) => seen.call = true,
            Act::Finish { proofs } => seen.proof = proofs > 0,
            Act::Keep => seen.excluded = false,
            _ => {}
        }
        if act == Act::Reply {
            seen.call = false;
        }
        if matches!(order.state, State::Checking | State::Redo | State::Supervised) {
            (seen.answer, seen.call, seen.proof) = (false, false, false);
        }
        seen
    }
}

fn steps(order: Order) -> impl Iterator<Item = (Act, Order)> {
    let rules = StepRules::default();
    Act::every().into_iter().filter_map(move |act| Some((act, order.step(act, (NOW, DUE), rules).ok()?)))
}

/// Walks from a new order to everything it can become, and so along every trace; `check` sees every step, with one
/// trace that leads to it.
fn explore(real_name: bool, mut check: impl FnMut(&[Act], Order, Seen, Act, Order, Seen)) -> HashSet<Order> {
    let start = (Order::new(real_name, NOW), Seen::default());
    let mut known = HashMap::from([(start, Vec::new())]);
    let mut todo = VecDeque::from([start]);
    while let Some((order, seen)) = todo.pop_front() {
        let trace: Vec<Act> = known[&(order, seen)].clone();
        if order.round > ROUNDS {
            continue;
        }
        for (act, next) in steps(order) {
            let seen_next = seen.after(order, act, next);
            check(&trace, order, seen, act, next, seen_next);
            known.entry((next, seen_next)).or_insert_with(|| {
                todo.push_back((next, seen_next));
                [trace.as_slice(), &[act]].concat()
            });
        }
    }
    let longest = known.values().map(Vec::len).max();
    assert!(known.len() > 500 && longest >= Some(12), "{} orders, {longest:?} steps", known.len());
    known.into_keys().map(|(order, _)| order).collect()
}

#[test]
fn nothing_the_law_requires_can_be_skipped() {
    for real_name in [false, true] {
        let mut closings = 0;
        explore(real_name, |trace, before, _, act, after, seen| {
            let told = || format!("{trace:?}, then {act:?} from {before:?}");
            if after.state == State::Closed && before.state != State::Closed {
                closings += 1;
                assert!(seen.answer, "closed without an answer: {}", told());
                assert!(seen.call || !real_name, "closed without a call: {}", told());
                assert_ne!(act.kind().party, Party::Unit, "closed by the unit: {}", told());
            }
            if after.state == State::ToReply && before.state == State::Rectifying {
                assert!(seen.proof, "put right without a proof: {}", told());
            }
            let is_excluded = after.contest == Contest::Excluded;
            assert_eq!(is_excluded, seen.excluded && after.contest != Contest::Asked, "{}", told());
            if is_excluded && before.contest != Contest::Excluded {
                assert_eq!(act.kind().party, Party::Centre, "excluded by another: {}", told());
            }
        });
        assert!(closings > 50);
    }
}

#[test]
fn the_unit_cannot_undo_what_others_did() {
    for real_name in [false, true] {
        explore(real_name, |_, before, _, act, after, _| {
            if act.kind().party == Party::Unit {
                assert_eq!(
                    (before.round, before.began, before.opinion),
                    (after.round, after.began, {
                        if act == Act::Reply { before.opinion } else { after.opinion }
                    })
                );
                assert!(!matches!(before.state, State::Replied | State::ToCall | State::Closed));
                assert!(before.contest == after.contest || matches!(act, Act::Contest(_)));
            }
        });
    }
}

#[test]
fn whoever_is_not_satisfied_is_heard_once_more_by_right() {
    let mut heard = 0;
    for real_name in [false, true] {
        explore(real_name, |_, before, _, act, after, _| {
            let dissatisfied = matches!(
                act,
                Act::Judge(Opinion::Dissatisfied) | Act::Call(CallResult::Reached(Opinion::Dissatisfied))
            );
            if dissatisfied && before.round == 1 {
                heard += 1;
                match before.contest {
                    Contest::Excluded if before.objected => {}
                    Contest::Excluded => assert_eq!(after.state, State::Contested),
                    _ => assert_eq!((after.state, after.round), (State::Redo, 2)),
                }
            }
        });
    }
    assert!(heard > 10);
}

#[test]
fn from_everywhere_there_is_a_way_to_the_end() {
    for real_name in [false, true] {
        let orders = explore(real_name, |_, _, _, _, _, _| {});
        let mut ends: HashSet<Order> = orders.iter().copied().filter(|o| o.state == State::Closed).collect();
        loop {
            let more: Vec<Order> = orders
                .iter()
                .copied()
                .filter(|o| !ends.contains(o) && o.round <= ROUNDS)
                .filter(|o| steps(*o).any(|(_, next)| ends.contains(&next)))
                .collect();
            if more.is_empty() {
                break;
            }
            ends.extend(more);
        }
        let lost: Vec<_> = orders.iter().filter(|o| o.round <= ROUNDS && !ends.contains(o)).collect();
        assert!(lost.is_empty(), "{} have no way out, such as {:?}", lost.len(), lost.first());
    }
}

#[test]
fn every_act_and_every_state_has_its_place() {
    let mut acts = HashSet::new();
    let mut states = HashSet::new();
    for real_name in [false, true] {
        let orders = explore(real_name, |_, _, _, act, _, _| {
            acts.insert(act.kind().word);
        });
        states.extend(orders.into_iter().map(|o| o.state));
    }
    let every: HashSet<_> = Act::every().into_iter().map(|act| act.kind().word).collect();
    assert_eq!(acts, every);
    assert_eq!(states.len(), State::ALL.len());
}

#[test]
fn more_time_is_asked_for_in_time_and_once() {
    let order = Order::new(false, NOW);
    let rules = StepRules::default();
    assert_eq!(order.step(Act::AskMoreTime, (DUE, DUE), rules), Err(Refused::TooLate));
    let asked = order.step(Act::AskMoreTime, (NOW, DUE), rules).unwrap();
    assert_eq!(asked.step(Act::AskMoreTime, (NOW, DUE), rules), Err(Refused::Once));
    // The centre may decide after the limit.
    let refused = asked.step(Act::RefuseMoreTime, (DUE, DUE), rules).unwrap();
    assert_eq!(refused.step(Act::AskMoreTime, (NOW, DUE), rules), Err(Refused::Once));
}

/// Every way from one state to another, as Mermaid draws it: `ARCHITECTURE.md` holds these lines.
fn drawing() -> String {
    let mut ways: Vec<(State, State, Vec<&str>)> = Vec::new();
    for real_name in [false, true] {
        explore(real_name, |_, before, _, act, after, _| {
            if before.state == after.state {
                return;
            }
            let (from, to, label) = (before.state, after.state, act.kind().label);
            match ways.iter_mut().find(|(f, t, _)| (*f, *t) == (from, to)) {
                Some((_, _, labels)) if labels.contains(&label) => {}
                Some((_, _, labels)) => labels.push(label),
                None => ways.push((from, to, vec![label])),
            }
        });
    }
    ways.iter_mut().for_each(|(_, _, labels)| labels.sort_unstable());
    ways.sort();
    let line = |(from, to, labels): &(State, State, Vec<&str>)| {
        format!("    {} --> {}: {}\n", from.label(), to.label(), labels.join("、"))
    };
    format!("stateDiagram-v2\n    [*] --> 待核实\n{}", ways.iter().map(line).collect::<String>())
}

#[test]
fn the_drawing_in_the_architecture_is_the_rules_own() {
    let drawing = drawing();
    let drawn = include_str!("../../../../ARCHITECTURE.md").contains(&drawing);
    assert!(drawn, "ARCHITECTURE.md must hold:\n```mermaid\n{drawing}```");
}
