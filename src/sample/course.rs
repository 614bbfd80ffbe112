//! One person's course: when they meet, how the alliance moves, and whether they stay.

use super::{model::*, random::Dice};

/// How often a person comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Every week.
    Weekly,
    /// Every second week.
    Fortnightly,
    /// At changing intervals.
    Irregular,
}

/// A rupture: the alliance falls well below what is usual for the person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rupture {
    /// The first appointment of the dip, from 1.
    pub first: usize,
    /// How many appointments the dip lasts, at most as many as there were.
    pub sessions: usize,
    /// The depth, in scale points, over the mean of goal, task and bond.
    pub depth: f64,
    /// Where it begins: 0 goal, 1 task, 2 bond.
    pub facet: usize,
    /// Whether it is repaired after the dip; otherwise most of the depth remains.
    pub repaired: bool,
}

impl Rupture {
    /// By how much a part of the alliance is lower at an appointment.
    fn fall(&self, appointment: usize, facet: usize) -> f64 {
        let share = if facet == self.facet { RUPTURE_FACET } else { (3.0 - RUPTURE_FACET) / 2.0 };
        let remains = match appointment.checked_sub(self.first) {
            None => 0.0,
            Some(after) if after < self.sessions => 1.0,
            Some(_) if self.repaired => 0.0,
            Some(_) => UNREPAIRED_REMAINS,
        };
        self.depth * share * remains
    }
}

/// One session that was held.
pub(super) struct Held {
    /// Which appointment it was, from 1.
    pub(super) appointment: usize,
    /// Days from the first appointment.
    pub(super) day: i64,
    /// The latent level of goal, task and bond.
    pub(super) facets: [f64; 3],
    /// Whether the alliance is in a rupture that has not been repaired yet.
    pub(super) in_rupture: bool,
}

/// Everything drawn for one person except their answers.
pub(super) struct Course {
    pub(super) mean: f64,
    pub(super) rhythm: Rhythm,
    pub(super) planned: usize,
    pub(super) left: bool,
    pub(super) ruptures: Vec<Rupture>,
    pub(super) held: Vec<Held>,
    /// The day of the last planned appointment, from the first.
    pub(super) last_day: i64,
}

/// Draws a course of `planned` appointments.
///
/// Who leaves is decided by a normal liability that correlates with the person's mean alliance, so that the share and
/// the link are those of the studies whatever the length. Only then the ruptures are drawn, given whether the person
/// left: half of those who leave do so just after one that nobody repaired.
pub(super) fn draw(planned: usize, dice: &mut Dice) -> Course {
    let planned = planned.max(1);
    let z = dice.normal();
    let mean = MEAN + BETWEEN_SD * z;
    let own = (1.0 - DROP_OUT_LINK * DROP_OUT_LINK).sqrt();
    let left = own * dice.normal() - DROP_OUT_LINK * z > DROP_OUT_THRESHOLD && planned > 1;
    let mut attended = planned;
    let mut ruptures = Vec::new();
    if left {
        attended = leaving(planned, dice);
        if attended > RUPTURE_FROM && dice.happens(LEFT_AFTER_RUPTURE) {
            let sessions = dice.place(1, 2).min(attended - RUPTURE_FROM);
            ruptures.push(rupture(attended + 1 - sessions, sessions, false, dice));
        }
    } else {
        staying(planned, &mut ruptures, dice);
    }
    let rhythm = rhythm(dice);
    let days = days(planned, rhythm, dice);
    let held = held(mean, attended, &days, &ruptures, dice);
    Course { mean, rhythm, planned, left, ruptures, held, last_day: days.last().copied().unwrap_or(0) }
}

/// The last appointment kept by someone who leaves: any but the planned last one, early ones more often.
fn leaving(planned: usize, dice: &mut Dice) -> usize {
    let (a, b) = (dice.place(1, planned - 1), dice.place(1, planned - 1));
    a.min(b)
}

fn rupture(first: usize, sessions: usize, repaired: bool, dice: &mut Dice) -> Rupture {
    Rupture { first, sessions, depth: WITHIN_SD * dice.between(RUPTURE_DEPTH), facet: dice.place(0, 2), repaired }
}

/// The ruptures of someone who stays. A dip that reaches the last appointment is not repaired yet.
fn staying(planned: usize, ruptures: &mut Vec<Rupture>, dice: &mut Dice) {
    let mut appointment = RUPTURE_FROM;
    while appointment <= planned {
        if !dice.happens(RUPTURE_CHANCE) {
            appointment += 1;
            continue;
        }
        let wanted = dice.place(1, RUPTURE_LONGEST);
        let sessions = wanted.min(planned + 1 - appointment);
        let repaired = dice.happens(REPAIR_CHANCE) && appointment + sessions <= planned;
        ruptures.push(rupture(appointment, sessions, repaired, dice));
        if !repaired {
            return;
        }
        appointment += sessions + RUPTURE_REST;
    }
}

fn rhythm(dice: &mut Dice) -> Rhythm {
    let u = dice.unit();
    if u < IRREGULAR {
        Rhythm::Irregular
    } else if u < IRREGULAR + FORTNIGHTLY {
        Rhythm::Fortnightly
    } else {
        Rhythm::Weekly
    }
}

/// The days of the planned appointments, from the first.
fn days(planned: usize, rhythm: Rhythm, dice: &mut Dice) -> Vec<i64> {
    let mut day = 0;
    let mut days = vec![day];
    for _ in 1..planned {
        day += match rhythm {
            Rhythm::Weekly => 7,
            Rhythm::Fortnightly => 14,
            Rhythm::Irregular => dice.whole(IRREGULAR_DAYS.0, IRREGULAR_DAYS.1),
        };
        days.push(day);
    }
    days
}

/// The sessions that were held, with the latent alliance of each. The first and the last kept appointment are never
/// missed, so that a course is as long as it was drawn.
pub(super) fn held(mean: f64, attended: usize, days: &[i64], ruptures: &[Rupture], dice: &mut Dice) -> Vec<Held> {
    let growth = GROWTH + GROWTH_SD * dice.normal();
    let own: [f64; 3] = std::array::from_fn(|_| FACET_SD * dice.normal());
    let fresh = WITHIN_SD * (1.0 - AUTOCORRELATION * AUTOCORRELATION).sqrt();
    let mut noise = WITHIN_SD * dice.normal();
    let mut held = Vec::new();
    for (appointment, day) in (1..=attended).zip(days) {
        if appointment > 1 {
            noise = AUTOCORRELATION * noise + fresh * dice.normal();
        }
        let level = mean + growth * (appointment - 1).min(GROWTH_UNTIL) as f64 + noise;
        let falls: [f64; 3] = std::array::from_fn(|facet| ruptures.iter().map(|r| r.fall(appointment, facet)).sum());
        let in_rupture = falls.iter().any(|fall| *fall > 0.0);
        let session: [f64; 3] = std::array::from_fn(|_| FACET_SESSION_SD * dice.normal());
        let missed = dice.happens(if in_rupture { MISSED_IN_RUPTURE } else { MISSED });
        if missed && appointment > 1 && appointment < attended {
            continue;
        }
        let facets = std::array::from_fn(|facet| level + own[facet] + session[facet] - falls[facet]);
        held.push(Held { appointment, day: *day, facets, in_rupture });
    }
    held
}
