//! How often a flag is followed by a "repair", by truth and by what counts as inside.

use crate::rates::Rate;
use crate::simulate::{Dip, World};
use crate::tables::{ERRORS, LEARNT, Table};
use attune::alliance::rupture::{CourseState, Detector, Plan, Repair, RepairState};
use rand_pcg::Pcg64;

const CASELOADS: usize = 200;
const COURSES: usize = 300;
/// Sessions after the flag in which the return may come.
const WITHIN: usize = 6;

/// Prints the table.
pub fn print() {
    let mut table = Table::new(
        &format!("\"Repaired\" within {WITHIN} sessions of a first flag, the person's word taken for granted"),
        &["Inside means", "flag was noise", "two-session dip of 2.5 SD", "level sunk by 2.5 SD for good"],
    );
    for (label, share) in [("inside the band", 1.0), ("inside its inner half", 0.5)] {
        let cells = [None, Some(2), Some(100)].map(|length| ERRORS.map(|phi| rate(phi, length, share)));
        table.row(label, &cells);
    }
    table.end();
}

/// Share of flagged courses whose scores alone would count as repaired. Flags in sessions 5 to 9, dips from session 6.
fn rate(phi: f64, length: Option<usize>, share: f64) -> Rate {
    let world = World::plain(phi);
    let mut rng = Pcg64::new(77, 3);
    let (mut flagged, mut repaired) = (0.0, 0.0);
    for _ in 0..CASELOADS {
        let params = LEARNT.params(&world, &mut rng);
        let Ok(detector) = Detector::fit(&params, world.scale(), Plan::Sessions(12)) else { continue };
        for _ in 0..COURSES {
            let dip = length.map(|length| Dip { start: 5, length, depth: 2.5 });
            let course = world.course(&mut rng, 9 + WITHIN, dip);
            let (mut state, mut repair) = (CourseState::start(&detector), Repair::new(share));
            let mut since = None;
            for (session, score) in course.scores.iter().flatten().enumerate() {
                let Ok(verdict) = state.update(&detector, *score) else { break };
                let flag = verdict.is_flag();
                if since.is_none() && flag && (4..9).contains(&session) {
                    since = Some(session);
                }
                if since.is_some_and(|s| session > s + WITHIN) {
                    break;
                }
                if since.is_some() {
                    repair.session(Some(score.value()), Some(&verdict), state.next_band(&detector));
                    repair.word(true);
                }
                if let RepairState::Quiet { last: Some(_) } = repair.state() {
                    repaired += 1.0;
                    break;
                }
            }
            flagged += f64::from(u8::from(since.is_some()));
        }
    }
    Rate::independent(repaired, flagged)
}
