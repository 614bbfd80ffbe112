//! What goals come to, one by one and together, in sentences.

use leptos::prelude::*;

use crate::{
    alliance::{
        goals::GoalAgreement,
        person_goals::{GoalNow, agreement, attainment, progress_of_ten},
    },
    care::{GoalStatus, OfTen, RatedBy},
    exchange::goal_words::{rating, who},
    widgets::{Parts, view},
    words::{Lang, goals as w, list, number, signed},
};

/// The latest of each side on one goal, and whether it matters more to one of them.
pub fn of_goal(one: &GoalNow, lang: Lang) -> Vec<String> {
    let goal = one.now();
    let sides = [RatedBy::Patient, RatedBy::Therapist];
    let mut lines: Vec<String> =
        sides.iter().filter_map(|by| one.latest(*by)).map(|latest| rating(latest, &goal.levels, lang)).collect();
    if lines.is_empty() {
        lines.push(w::never_rated(lang).to_owned());
    }
    let ten = |value: Option<OfTen>| value.map(|ten| ten.get().to_string()).unwrap_or_default();
    let (a, b) = (ten(goal.importance_patient), ten(goal.importance_therapist));
    lines.extend(one.importance_apart().map(|apart| {
        if apart > 0.0 { w::matters_to_patient(lang, &a, &b) } else { w::matters_to_therapist(lang, &b, &a) }
    }));
    lines
}

/// The goals still worked on, each with the latest that was said: a line a goal.
pub fn lines(goals: &[GoalNow], lang: Lang) -> Vec<String> {
    let open = goals.iter().filter(|one| one.now().status == GoalStatus::Open);
    open.map(|one| w::with_words(lang, one.now().wording.as_str(), &of_goal(one, lang).join(" "))).collect()
}

/// The attainment of each side in sentences.
fn attained(goals: &[GoalNow], lang: Lang) -> Vec<String> {
    let one = |by: RatedBy| {
        let found = attainment(goals, by)?;
        let t = number(lang, found.t, 0);
        let side = match t.as_str() {
            "50" => w::t_even,
            _ if found.t > 50.0 => w::t_above,
            _ => w::t_below,
        };
        let mut said = vec![w::t(lang, found.goals, who(by, lang), &t), side(lang).to_owned()];
        if found.left_out > 0 {
            said.push(w::t_left_out(lang, found.left_out));
        }
        if found.goals > 1 {
            said.push(if found.weighted { w::t_weighted(lang) } else { w::t_alike(lang) }.to_owned());
        }
        Some(said.join(" "))
    };
    [RatedBy::Patient, RatedBy::Therapist].into_iter().filter_map(one).collect()
}

fn yes(goals: &[GoalNow], found: &GoalAgreement, lang: Lang) -> Vec<String> {
    let names = |places: &[usize]| {
        let all: Vec<&str> = places.iter().filter_map(|at| Some(goals.get(*at)?.now().wording.as_str())).collect();
        list(lang, &all)
    };
    let all = found.both.len() + found.patient_only.len() + found.therapist_only.len();
    if all == 0 {
        return Vec::new();
    }
    let mut lines = vec![w::yes_to_both(lang, all, &found.both.len().to_string())];
    if !found.patient_only.is_empty() {
        lines.push(w::yes_patient(lang, &names(&found.patient_only)));
    }
    if !found.therapist_only.is_empty() {
        lines.push(w::yes_therapist(lang, &names(&found.therapist_only)));
    }
    lines
}

/// What all goals come to: attainment as each side sees it, what both say yes to, progress from 0 to 10. Nothing where there is
/// no goal.
pub fn together(goals: &[GoalNow], lang: Lang) -> AnyView {
    if goals.is_empty() {
        return ().into_any();
    }
    let found = attained(goals, lang);
    let mut lines = yes(goals, &agreement(goals), lang);
    lines.extend(progress_of_ten(goals).map(|told| {
        let digits = usize::from(told.mean.fract() != 0.0);
        w::since_first(lang, told.goals, &signed(lang, told.mean, digits))
    }));
    let none = found.is_empty().then(|| w::t_none(lang).to_owned());
    let limits = (!found.is_empty()).then(|| {
        view! {
            <details class="history">
                <summary>{w::t_limits_title(lang)}</summary>
                <p>{w::t_limits(lang)}</p>
            </details>
        }
        .into_any()
    });
    lines.extend(found);
    lines.extend(none);
    let lines = lines.into_iter().map(|line| view! { <li dir="auto">{line}</li> });
    view! {
        <h2>{w::together(lang)}</h2>
        <ul>{lines.collect_parts()}</ul>
        {limits}
    }
    .into_any()
}
