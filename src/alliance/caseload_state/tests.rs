//! One by one is the same as at once, and both the same as the formulas.

use proptest::prelude::*;

use super::*;
use crate::alliance::{NoiseSource, low_items};
use crate::instrument::{Answer, AnswerSet, catalogue::alliance_scale};

fn form() -> Form {
    Form::new(&[1.0, 2.0, 3.0, 4.0, 5.0], &[false, true, false], 1).unwrap()
}

type Made = (usize, i32, u32, [Option<f64>; 3], Option<[Option<f64>; 3]>);

fn answer() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![9 => (1u8..=5).prop_map(|v| Some(f64::from(v))), 1 => Just(None)]
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    let answers = || [answer(), answer(), answer()];
    let session =
        (0usize..6, 0i32..14, prop_oneof![5 => Just(0u32), 1 => Just(1)], answers(), prop::option::of(answers()));
    prop::collection::vec(session, 0..80)
}

fn session(made: &Made) -> NewSession<'_> {
    let (person, time, setting, patient, therapist) = made;
    let therapist = therapist.as_ref().map_or(&[][..], |answers| answers);
    NewSession { person: *person, time: *time, setting: *setting, patient, therapist }
}

/// The sessions that count, each time of a person once, in an order by which people are first seen as in `made`.
fn last_of_each(made: &[Made]) -> Vec<Made> {
    let mut kept: Vec<Made> = Vec::new();
    for one in made {
        match kept.iter_mut().find(|other| (other.0, other.1) == (one.0, one.1)) {
            Some(other) => *other = *one,
            None => kept.push(*one),
        }
    }
    kept
}

proptest! {
    #[test]
    fn one_by_one_is_the_same_as_at_once(made in made()) {
        let mut state = CaseloadState::new(form());
        for one in &made {
            state.add(&session(one)).unwrap();
        }
        let whole = CaseloadState::of(form(), made.iter().map(session)).unwrap();
        // NaN is no equal of itself: what is compared is what is printed.
        prop_assert_eq!(format!("{state:?}"), format!("{whole:?}"));
        let once = CaseloadState::of(form(), last_of_each(&made).iter().map(session)).unwrap();
        prop_assert_eq!(format!("{:?}", state.rows().collect::<Vec<_>>()), format!("{:?}", once.rows().collect::<Vec<_>>()));
        prop_assert_eq!(state.noise(), once.noise());
        prop_assert_eq!(state.columns().person.len(), last_of_each(&made).len());
    }

    #[test]
    fn the_order_of_sessions_does_not_matter(made in made()) {
        let kept = last_of_each(&made);
        let forward = CaseloadState::of(form(), kept.iter().map(session)).unwrap();
        let backward = CaseloadState::of(form(), kept.iter().rev().map(session)).unwrap();
        for person in 0..6 {
            prop_assert_eq!(forward.person(person).map(PersonState::summary), backward.person(person).map(PersonState::summary));
        }
        prop_assert!((forward.noise().sd - backward.noise().sd).abs() < 1e-12);
    }

    /// The low items are those of the rule that the person page uses.
    #[test]
    fn low_items_are_those_of_the_rule(sets in prop::collection::vec(prop::collection::vec(answer(), 12), 1..8)) {
        let scale = alliance_scale().unwrap();
        let values: Vec<f64> = scale.options.iter().map(|option| option.value).collect();
        let reversed: Vec<bool> = scale.items.iter().map(|item| item.reversed).collect();
        let mut state = CaseloadState::new(Form::new(&values, &reversed, 2).unwrap());
        let mut answered = Vec::new();
        for (time, set) in (0..).zip(&sets) {
            state.add(&NewSession { person: 1, time, setting: 0, patient: set, therapist: &[] }).unwrap();
            let pairs = scale.items.iter().zip(set).filter_map(|(item, a)| a.map(|a| (item.id.clone(), Answer::Value(a))));
            answered.push(pairs.collect::<AnswerSet>());
        }
        let last = answered.iter().rposition(|set| !set.is_empty());
        if let Some(last) = last {
            let earlier: Vec<&AnswerSet> = answered[..last].iter().collect();
            let wanted = low_items::low_items(scale, &answered[last], &earlier).len();
            prop_assert_eq!(state.person(1).unwrap().summary().low_items, wanted);
        }
    }
}

#[test]
fn reversed_items_and_missing_ones_are_scored() {
    let mut state = CaseloadState::new(form());
    let add = |state: &mut CaseloadState, time, patient: [Option<f64>; 3], therapist: &[Option<f64>]| {
        state.add(&NewSession { person: 3, time, setting: 0, patient: &patient, therapist }).unwrap();
        *state.person(3).unwrap().summary()
    };
    let three = [Some(5.0), Some(1.0), Some(5.0)];
    assert_eq!(add(&mut state, 1, three, &three).gap, Some(0.0));
    assert_eq!(add(&mut state, 2, three, &[]).latest, Some(5.0));
    // One of three may be missing: a score, but a prorated one.
    assert_eq!(add(&mut state, 3, [None, Some(1.0), Some(5.0)], &[]).latest, None);
    assert_eq!(state.columns().patient, [5.0, 5.0, 5.0]);
    let summary = add(&mut state, 4, [Some(4.0), Some(1.0), Some(5.0)], &[]);
    assert_eq!((summary.sessions, summary.earlier, summary.low_items), (4, 2, 0));
    // The same session again, corrected.
    assert!((add(&mut state, 4, [Some(1.0), Some(1.0), Some(5.0)], &[]).latest.unwrap() - 11.0 / 3.0).abs() < 1e-12);
    assert_eq!(state.person(3).unwrap().summary().low_items, 1);
    assert!(state.bytes() > 100 && state.people() == 1 && state.form().items() == 3);
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let mut state = CaseloadState::new(form());
    let of = |patient: &'static [Option<f64>]| NewSession { person: 1, time: 1, setting: 0, patient, therapist: &[] };
    assert_eq!(state.add(&of(&[Some(1.0)])), Err(StateError::Length { items: 3, found: 1 }));
    assert_eq!(state.add(&of(&[Some(1.0), Some(2.5), None])), Err(StateError::NotAnOption { item: 1 }));
    assert_eq!(state.add(&of(&[Some(f64::NAN), None, None])), Err(StateError::NotAnOption { item: 0 }));
    assert_eq!((state.people(), state.rows().count()), (0, 0));
    for bad in [&[][..], &[1.0, 1.0], &[f64::NAN], &[1.0, f64::INFINITY]] {
        assert_eq!(Form::new(bad, &[false], 0), Err(StateError::Form));
    }
    assert_eq!(Form::new(&[1.0], &[], 0), Err(StateError::Form));
    assert_eq!(Form::new(&(0..256).map(f64::from).collect::<Vec<_>>(), &[false], 0), Err(StateError::Form));
}

#[test]
fn the_noise_is_that_of_the_pool() {
    let mut state = CaseloadState::new(form());
    let mut pool = Pool::default();
    for person in 0..12_usize {
        let scores: Vec<f64> = (0..5_usize).map(|time| [2.0, 3.0, 4.0][(person + time * time) % 3]).collect();
        for (time, score) in (0..).zip(&scores) {
            let answers = [Some(*score), Some(6.0 - score), Some(*score)];
            state.add(&NewSession { person, time, setting: 0, patient: &answers, therapist: &[] }).unwrap();
        }
        pool.add(&scores);
    }
    assert!((state.noise().sd - pool.noise().sd).abs() < 1e-12);
    assert_eq!(state.noise().source, NoiseSource::Caseload { pairs: 48 });
    assert!(state.rows().all(|row| row.band.is_some()));
}
