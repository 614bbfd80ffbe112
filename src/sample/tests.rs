//! What the caseloads must be like.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::*;
use crate::{
    alliance::{Attention, after_ending::AfterEnding, caseload},
    care::{Fact, Filings, Person, Read, Record, TurnEnd, read},
    instrument::{
        catalogue,
        scoring::{MissingRule, score_named},
    },
};

const TODAY: Date = time::macros::date!(2026 - 11 - 23);

fn folded(events: &[Event]) -> Record {
    let mut record = Record::new();
    assert!(events.iter().all(|event| record.apply(event)), "an identity came twice");
    record
}

/// The complete totals of each session; nothing where there is none.
fn totals(person: &Person) -> Vec<Option<f64>> {
    let scale = catalogue::alliance_scale().unwrap();
    let total = |answers| score_named(scale, "total", answers, MissingRule::ByScale).and_then(|score| score.complete());
    person.sessions.iter().map(|s| s.entries.last().and_then(|entry| total(&entry.given.answers))).collect()
}

/// Every person of a caseload with their truth, in the order of the truths.
fn courses(sample: &Sample) -> Vec<(Person, &Truth)> {
    let people = folded(&sample.events).people().into_iter().map(|person| (person.id, person));
    let mut people: BTreeMap<PersonId, Person> = people.collect();
    sample.truths.iter().map(|truth| (people.remove(&truth.person).unwrap(), truth)).collect()
}

/// The pooled within-person standard deviation of these series.
fn pooled_sd(series: &[Vec<f64>]) -> f64 {
    let squares = |xs: &Vec<f64>| {
        let mean = xs.iter().sum::<f64>() / xs.len() as f64;
        xs.iter().map(|x| (x - mean).powi(2)).sum::<f64>()
    };
    let pairs: usize = series.iter().map(|xs| xs.len().saturating_sub(1)).sum();
    (series.iter().filter(|xs| !xs.is_empty()).map(squares).sum::<f64>() / pairs as f64).sqrt()
}

fn digest(events: &[Event]) -> String {
    let mut hash = Sha256::new();
    for event in events {
        hash.update(event.to_line());
        hash.update(b"\n");
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_plan_gives_the_same_events_for_ever() {
    let found = [digest(&simulate(&Plan::look_around(TODAY, Lang::En))), digest(&simulate(&Plan::large(40)))];
    assert_eq!(
        found,
        ["7904cd3986a13c14", "39c0339b4ae879c1"],
        "the model changed: put the new digests here, and say so in the changelog"
    );
}

#[test]
fn adding_people_changes_nobody_and_another_seed_changes_everybody() {
    let truths = |plan: &Plan| simulate_with_truth(plan).truths;
    let plan = Plan::large(20);
    let (few, many) = (truths(&plan), truths(&Plan::large(30)));
    assert_eq!(few, many[..20]);
    let other = truths(&Plan { seed: 2, ..plan });
    assert!(few.iter().zip(&other).all(|(a, b)| a.person != b.person && a.mean != b.mean));
}

#[test]
fn every_event_is_read_back_and_folds_to_the_record() {
    let sample = simulate_with_truth(&Plan::large(60));
    for (place, event) in sample.events.iter().enumerate() {
        assert_eq!(read(&event.to_line()).unwrap(), Read::Known(Box::new(event.clone())));
        assert_eq!(event.sequence, place as u64 + 1);
    }
    assert!(sample.events.windows(2).all(|pair| pair[0].stamp < pair[1].stamp && pair[0].date <= pair[1].date));
    let record = folded(&sample.events);
    assert!(record.open_turns().is_empty());
    assert_eq!(record.people().len(), 60);
    let names: BTreeSet<_> = record.people().into_iter().map(|person| person.name).collect();
    assert_eq!(names.len(), 60);
    for (person, truth) in courses(&sample) {
        assert_eq!(person.sessions.len(), truth.held.len());
        assert_eq!(person.since, person.sessions[0].date);
    }
}

#[test]
fn every_answer_is_an_option_and_every_date_is_past() {
    let scale = catalogue::alliance_scale().unwrap();
    let (mut skipped, mut given, mut unfinished) = (0, 0, 0);
    for event in simulate(&Plan::large(100)) {
        assert!(event.date <= Plan::large(1).today && event.date.weekday().number_from_monday() < 6);
        let Fact::AnswersGiven(answers) = event.fact else { continue };
        unfinished += usize::from(!answers.finished);
        assert!(answers.answers.iter().all(|(item, _)| scale.item(item).is_some()));
        assert!(!answers.finished || answers.answers.iter().count() == scale.items.len());
        for (_, answer) in answers.answers.iter() {
            given += 1;
            match answer.value() {
                None => skipped += 1,
                Some(value) => assert!((1.0..=5.0).contains(&value) && value.fract() == 0.0, "{value}"),
            }
        }
    }
    assert!(unfinished > 0);
    let share = f64::from(skipped) / f64::from(given);
    assert!((0.005..0.03).contains(&share), "{share} of items skipped");
}

#[test]
fn a_turn_that_was_broken_off_says_so() {
    let events = simulate(&Plan::large(100));
    let how: Vec<TurnEnd> = events
        .iter()
        .filter_map(|event| if let Fact::TurnClosed { how, .. } = event.fact { Some(how) } else { None })
        .collect();
    assert!(how.contains(&TurnEnd::Finished) && how.contains(&TurnEnd::Unfinished));
}

/// Bounds of four standard errors: by chance wrong about once in 16,000 models, and the seed is fixed.
#[test]
fn a_thousand_people_are_as_the_model_says() {
    let sample = simulate_with_truth(&Plan::large(1_000));
    let people = courses(&sample);
    let n = people.len() as f64;

    let left = people.iter().filter(|(_, truth)| truth.left).count() as f64 / n;
    let error = (DROP_OUT * (1.0 - DROP_OUT) / n).sqrt();
    assert!((left - DROP_OUT).abs() < 4.0 * error, "{left} left");

    let calm: Vec<Vec<f64>> = people
        .iter()
        .filter(|(_, truth)| truth.ruptures.is_empty() && truth.mean < 4.0)
        .map(|(person, _)| totals(person).into_iter().flatten().collect())
        .collect();
    // The noise of items and the rounding to whole options are shared by twelve items; slow growth adds a little.
    let expected = (WITHIN_SD.powi(2) + FACET_SESSION_SD.powi(2) / 3.0 + (ITEM_SD.powi(2) + 1.0 / 12.0) / 12.0).sqrt();
    let within = pooled_sd(&calm);
    assert!((within - expected).abs() < 0.03, "within-person SD {within}, expected {expected}");

    let means: Vec<f64> = people.iter().map(|(_, truth)| truth.mean).collect();
    let between = pooled_sd(&[means]);
    assert!((between - BETWEEN_SD).abs() < 4.0 * BETWEEN_SD / (2.0 * n).sqrt(), "between-person SD {between}");

    let third = |leaves: bool| -> Vec<f64> {
        people.iter().filter(|(_, t)| t.left == leaves).filter_map(|(p, _)| totals(p).get(2).copied()?).collect()
    };
    let (gone, stayed) = (third(true), third(false));
    let mean = |xs: &[f64]| xs.iter().sum::<f64>() / xs.len() as f64;
    let d = (mean(&stayed) - mean(&gone)) / pooled_sd(&[gone.clone(), stayed.clone()]);
    let error = (1.0 / gone.len() as f64 + 1.0 / stayed.len() as f64).sqrt();
    assert!((d - DROP_OUT_D).abs() < 4.0 * error, "d = {d} at session 3");

    let unrepaired = |leaves: bool| {
        let group: Vec<_> = people.iter().filter(|(_, t)| t.left == leaves).collect();
        group.iter().filter(|(_, t)| t.ruptures.iter().any(|r| !r.repaired)).count() as f64 / group.len() as f64
    };
    assert!(unrepaired(true) > 2.0 * unrepaired(false), "{} and {}", unrepaired(true), unrepaired(false));
    println!(
        "left {left:.3}, within {within:.3} (expected {expected:.3}), between {between:.3}, d {d:.2} (error {error:.2})"
    );
    println!("unrepaired: {:.2} of those who left, {:.2} of those who stayed", unrepaired(true), unrepaired(false));
}

#[test]
fn neighbouring_sessions_hang_together() {
    let (mut together, mut squares) = (0.0, 0.0);
    for stream in 0..50 {
        let days: Vec<i64> = (0..400).collect();
        let held = course::held(3.5, days.len(), &days, &[], &mut random::Dice::new(7, stream));
        let levels: Vec<f64> = held.iter().skip(GROWTH_UNTIL).map(|h| h.facets.iter().sum::<f64>() / 3.0).collect();
        let mean = levels.iter().sum::<f64>() / levels.len() as f64;
        together += levels.windows(2).map(|pair| (pair[0] - mean) * (pair[1] - mean)).sum::<f64>();
        squares += levels.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
    }
    // The facets' own noise thins the correlation, and where an appointment was missed the next is two steps away.
    let thinned = WITHIN_SD.powi(2) / (WITHIN_SD.powi(2) + FACET_SESSION_SD.powi(2) / 3.0);
    let expected = thinned * AUTOCORRELATION * (1.0 - MISSED * (1.0 - AUTOCORRELATION));
    let found = together / squares;
    assert!((found - expected).abs() < 0.03, "lag-1 autocorrelation {found}, expected {expected}");
}

#[test]
fn goal_task_and_bond_go_together_but_are_not_one() {
    let scale = catalogue::alliance_scale().unwrap();
    let mut pairs = Vec::new();
    for (person, _) in courses(&simulate_with_truth(&Plan::large(300))) {
        let answers = &person.sessions[0].entries[0].given.answers;
        let score = |part| score_named(scale, part, answers, MissingRule::ByScale).and_then(|s| s.value());
        pairs.extend(score("goal").zip(score("bond")));
    }
    let n = pairs.len() as f64;
    let (a, b) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let sum = |f: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>();
    let r = sum(&|p| (p.0 - a) * (p.1 - b)) / (sum(&|p| (p.0 - a).powi(2)) * sum(&|p| (p.1 - b).powi(2))).sqrt();
    assert!((0.55..0.85).contains(&r), "goal and bond correlate {r}");
}

#[test]
fn the_ceiling_is_reached_but_not_by_everyone() {
    assert_eq!([0.0, 1.49, 1.5, 3.0, 4.5, 9.0].map(answers::option), [1.0, 1.0, 2.0, 3.0, 5.0, 5.0]);
    let sets = simulate(&Plan::large(300)).into_iter().filter_map(|event| match event.fact {
        Fact::AnswersGiven(given) => Some(given.answers),
        _ => None,
    });
    let values: Vec<f64> = sets.flat_map(|set| set.iter().filter_map(|(_, a)| a.value()).collect::<Vec<_>>()).collect();
    let share = values.iter().filter(|value| **value == 5.0).count() as f64 / values.len() as f64;
    assert!((0.2..0.5).contains(&share), "{share} of answers at the highest option");
}

#[test]
fn a_rupture_is_seen_where_it_was_drawn() {
    let sample = simulate_with_truth(&Plan::large(300));
    let mut falls = Vec::new();
    for (person, truth) in courses(&sample) {
        let totals = totals(&person);
        for rupture in &truth.ruptures {
            let place = truth.held.iter().position(|a| (rupture.first..rupture.first + rupture.sessions).contains(a));
            let Some(place) = place.filter(|place| *place >= 3) else { continue };
            let before: Vec<f64> = totals[place - 3..place].iter().flatten().copied().collect();
            if let (Some(total), 3) = (totals[place], before.len()) {
                falls.push((before.iter().sum::<f64>() / 3.0 - total, rupture.depth));
            }
        }
    }
    assert!(falls.len() > 100);
    let ratio = falls.iter().map(|f| f.0).sum::<f64>() / falls.iter().map(|f| f.1).sum::<f64>();
    assert!((0.8..1.05).contains(&ratio), "scores fall by {ratio} of the depth");
}

#[test]
fn empty_and_strange_plans_are_no_trouble() {
    let plan = Plan { people: 0, ..Plan::look_around(TODAY, Lang::Es) };
    assert!(simulate(&plan).is_empty());
    for sessions in [(0, 0), (1, 1), (9, 3), (400, 400)].map(|(low, high)| RangeInclusive::new(low, high)) {
        let plan = Plan { people: 30, running: f64::NAN, sessions, ..plan.clone() };
        assert_eq!(courses(&simulate_with_truth(&plan)).len(), 30);
    }
    assert!(simulate(&Plan { today: Date::MIN, people: 5, ..plan }).iter().all(|event| event.sequence > 0));
}

/// The stories that a person looking around should meet, by what the record shows and what was drawn.
fn stories(sample: &Sample, today: Date) -> Vec<&'static str> {
    let people = courses(sample);
    let series: Vec<Vec<f64>> =
        people.iter().map(|(person, _)| totals(person).into_iter().flatten().collect()).collect();
    let sd = pooled_sd(&series);
    let mut found = BTreeSet::new();
    for ((person, truth), scores) in people.iter().zip(&series) {
        let quiet = crate::words::days_between(person.sessions.last().unwrap().date, today);
        let coming = !truth.left && quiet <= 21;
        let below = |m: usize| {
            let mean = scores[..m].iter().sum::<f64>() / m as f64;
            scores[m] < mean - 2.58 * sd * (1.0 + 1.0 / m as f64).sqrt()
        };
        let ever_below = (3..scores.len()).any(below);
        let complete = totals(person).last().copied().flatten().is_some();
        let skips = person.sessions.iter().flat_map(|s| &s.entries).filter(|e| e.given.answers.answered() < 12).count();
        found.extend(
            [
                ("steady", coming && truth.ruptures.is_empty() && scores.len() >= 8 && !ever_below && skips == 0),
                (
                    "in a dip",
                    coming
                        && complete
                        && skips <= 2
                        && scores.len() >= 5
                        && below(scores.len() - 1)
                        && truth.ruptures.last().is_some_and(|r| !r.repaired && r.first + 3 > truth.planned),
                ),
                (
                    "repaired",
                    coming
                        && ever_below
                        && skips <= 2
                        && truth.ruptures.len() == 1
                        && truth.ruptures[0].repaired
                        && scores.len() >= 8
                        && truth.ruptures[0].first + truth.ruptures[0].sessions + 2 <= truth.planned
                        && !below(scores.len() - 1)
                        && !below(scores.len() - 2),
                ),
                ("new", coming && person.sessions.len() <= 2),
                ("out of contact", truth.left && quiet > 42 && person.sessions.len() >= 3),
                ("skips", coming && skips >= 3 && scores.len() >= 4),
            ]
            .into_iter()
            .filter_map(|(story, told)| told.then_some(story)),
        );
    }
    found.into_iter().collect()
}

/// Whether the caseload, as its page judges it, has somebody lower than usual.
fn somebody_is_seen_below(sample: &Sample, today: Date) -> bool {
    let rows = caseload::rows(folded(&sample.events).people(), today, &Filings::default(), &|_| false, &|_| {
        AfterEnding::GoesOn
    });
    rows.iter().any(|row| row.attention == Attention::BelowUsual)
}

#[test]
fn looking_around_meets_every_story_on_any_day() {
    // Appointments move off the weekend, so that the weekday of looking can matter.
    let all = |seed: u64| {
        (0..7).all(|days| {
            let today = TODAY + time::Duration::days(days);
            let plan = Plan { seed, ..Plan::look_around(today, Lang::En) };
            let sample = simulate_with_truth(&plan);
            stories(&sample, today).len() == 6 && somebody_is_seen_below(&sample, today)
        })
    };
    if !all(LOOK_AROUND_SEED) {
        let plan = Plan::look_around(TODAY, Lang::En);
        let told = stories(&simulate_with_truth(&plan), TODAY);
        panic!("the seed tells only {told:?}; {:?} tells every story", (1..60_000).find(|seed| all(*seed)));
    }
}

#[test]
fn well_being_stands_beside_the_same_alliance_and_follows_it() {
    let plan = Plan { people: 300, outcome: true, ..Plan::look_around(TODAY, Lang::En) };
    let (with, without) = (simulate_with_truth(&plan), simulate_with_truth(&Plan { outcome: false, ..plan }));
    assert_eq!(with.truths, without.truths);
    let check = catalogue::newest("attune-wellbeing-check").unwrap();
    let (mut pairs, mut alliance_answers) = (Vec::new(), 0);
    for (person, _) in courses(&with) {
        let alliance = totals(&person);
        let outcome = |at: usize| {
            let entry = person.sessions[at].entries.iter().find(|entry| entry.given.instrument == check.reference)?;
            score_named(check, "total", &entry.given.answers, MissingRule::ByScale)?.complete()
        };
        alliance_answers += person.sessions.iter().filter(|session| session.entries.len() == 2).count();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let both: Vec<(f64, f64)> =
            (1..alliance.len()).filter_map(|at| Some((alliance[at - 1]?, outcome(at)?))).collect();
        let (before, after): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
        if before.len() > 4 {
            let (b, a) = (mean(&before), mean(&after));
            pairs.extend(before.iter().zip(&after).map(|(x, y)| (x - b, y - a)));
        }
    }
    assert!(alliance_answers > 1000);
    let (xs, ys): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    let r = crate::stats::correlation::Correlation::of(&xs, &ys).unwrap().r;
    assert!((0.05..0.45).contains(&r), "the lagged correlation within persons is {r}");
}

#[test]
fn one_person_has_a_record_of_care_beside_the_same_answers() {
    for lang in [Lang::En, Lang::Es] {
        let plan = Plan { care: true, ..Plan::look_around(TODAY, lang) };
        let (with, without) = (simulate_with_truth(&plan), simulate_with_truth(&Plan { care: false, ..plan }));
        assert_eq!(with.truths, without.truths);
        let record = folded(&with.events);
        let (told, others): (Vec<_>, Vec<_>) =
            courses(&with).into_iter().partition(|(person, _)| !record.episodes(person.id).is_empty());
        assert_eq!((told.len(), others.len()), (1, 9));
        let (person, truth) = &told[0];
        assert!(truth.ruptures.last().is_some_and(|rupture| !rupture.repaired) && !truth.left);
        let noted: Vec<_> =
            person.sessions.iter().map(|one| record.session_note(person.id, one.id).unwrap().now.value).collect();
        assert!(noted.last().unwrap().withdrawal.is_some() && noted[0].withdrawal.is_none());
        let goals = record.goals(person.id);
        assert_eq!(goals.len(), 2);
        assert!(goals.iter().all(|goal| goal.beside().next().is_none()), "nothing was stated twice at once");
        assert_eq!(goals.iter().filter(|goal| !goal.earlier.is_empty()).count(), 1);
        assert!(goals.iter().all(|goal| record.goal_ratings(person.id, goal.now.value.id).len() + 2 > noted.len()));
        let [medicine] = &record.medicines(person.id)[..] else { panic!("one medicine") };
        assert!(!medicine.now.value.taken && medicine.beside().next().is_none() && medicine.earlier.len() == 1);
    }
}
