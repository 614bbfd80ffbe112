//! The return to what was usual, as a small state machine.
//!
//! A rupture opens with a flag. It counts as repaired when two sessions in a row are back inside the inner half of the
//! band that was usual before it, and the person says in their own words that it is mended. Neither alone is enough: after a flag that was
//! noise the next scores are nearly always back inside, so that scores alone would call almost every false flag
//! repaired (`docs/detector.md` has the rate, which is to be shown beside any repair rate), and a word alone may come
//! from politeness.
//!
//! The band is frozen at the first flag: a level that has sunk for good does not become its own measure of repair.

use super::verdict::{Band, Verdict};

/// Share of the band's depth that counts as inside. With the whole band a level that has sunk by 2.5 SD for good would
/// look repaired in three of four courses, with its inner half in one of six (`docs/detector.md`).
pub const SHARE: f64 = 0.5;
/// Sessions in a row inside the band that a repair needs.
pub const INSIDE: u32 = 2;

/// Where a rupture stands. Sessions are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RepairState {
    /// No rupture so far, or the last one is repaired and told of in `last`.
    Quiet {
        /// First session of the last rupture and the session that completed its repair.
        last: Option<(u32, u32)>,
    },
    /// A rupture was open when the way of answering changed: whether the scores are back cannot be told any more.
    NotComparable {
        /// First session of the rupture.
        since: u32,
    },
    /// A rupture is open.
    Open {
        /// First session of the rupture.
        since: u32,
        /// Sessions in a row back inside the band, up to now.
        inside: u32,
        /// Whether the person has said that it is mended.
        word: bool,
    },
}

/// Follows one course from flag to repair. Copyable and of fixed size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Repair {
    state: RepairState,
    usual: Option<Band>,
    share: f64,
    session: u32,
}

impl Default for Repair {
    fn default() -> Self {
        Self::new(SHARE)
    }
}

impl Repair {
    /// Nothing has happened yet. `share`: how much of the band's depth below its middle counts as inside, 1 for the
    /// whole band, .5 for its inner half; held between 0 and 1.
    pub fn new(share: f64) -> Self {
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 1.0 };
        Self { state: RepairState::Quiet { last: None }, usual: None, share, session: 0 }
    }

    /// Where the rupture stands.
    pub fn state(&self) -> RepairState {
        self.state
    }

    /// The band that was usual before the open rupture.
    pub fn usual(&self) -> Option<Band> {
        self.usual
    }

    /// A session. `score`: its complete score, none where it is missing or prorated (which neither counts nor breaks
    /// the row); `verdict`: the detector's, none without a score; `next_band`: the detector's band after this session.
    pub fn session(&mut self, score: Option<f64>, verdict: Option<&Verdict>, next_band: Option<Band>) -> RepairState {
        self.session += 1;
        match (self.state, verdict) {
            (RepairState::Quiet { .. } | RepairState::NotComparable { .. }, Some(Verdict::Flag { sessions, .. })) => {
                self.usual = next_band;
                self.state = RepairState::Open { since: sessions.0, inside: 0, word: false };
            }
            (RepairState::Open { since, word, .. }, Some(Verdict::Flag { .. })) => {
                self.state = RepairState::Open { since, inside: 0, word };
            }
            (RepairState::Open { since, inside, word }, _) => {
                if let (Some(score), Some(band)) = (score, self.usual) {
                    let inside = if band.holds(score, self.share) { inside + 1 } else { 0 };
                    self.state = RepairState::Open { since, inside, word };
                }
            }
            (RepairState::Quiet { .. } | RepairState::NotComparable { .. }, _) => {}
        }
        self.settle()
    }

    /// What is usual is learnt anew from the next session on: the band from before is of no use any more.
    pub fn new_baseline(&mut self) {
        if let RepairState::Open { since, .. } = self.state {
            self.state = RepairState::NotComparable { since };
            self.usual = None;
        }
    }

    /// The person's own word: whether they say that the rupture is mended. It may come before or after the scores are
    /// back, and may be taken back while the rupture is open. Without an open rupture it changes nothing.
    pub fn word(&mut self, mended: bool) -> RepairState {
        if let RepairState::Open { since, inside, .. } = self.state {
            self.state = RepairState::Open { since, inside, word: mended };
        }
        self.settle()
    }

    fn settle(&mut self) -> RepairState {
        if let RepairState::Open { since, inside, word: true } = self.state
            && inside >= INSIDE
        {
            self.state = RepairState::Quiet { last: Some((since, self.session)) };
            self.usual = None;
        }
        self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alliance::rupture::params::Provenance;
    use crate::alliance::rupture::verdict::{DipKind, Figures};

    const BAND: Band = Band { low: 2.0, middle: 4.0, high: 6.0 };

    const FIGURES: Figures = Figures {
        band: BAND,
        kind: DipKind::Single,
        sd: 0.7,
        provenance: Provenance::Assumed,
        scores: 5,
        distance: -3.0,
        limit: -2.7,
        df: 12.0,
    };

    fn usual() -> Verdict {
        Verdict::Usual { figures: FIGURES }
    }

    fn flag(session: u32) -> Verdict {
        Verdict::Flag { figures: FIGURES, depth_sd: 3.0, sessions: (session, session), lasting: false }
    }

    fn ruptured() -> Repair {
        let mut repair = Repair::new(1.0);
        repair.session(Some(4.0), Some(&usual()), Some(BAND));
        repair.session(Some(1.0), Some(&flag(2)), Some(BAND));
        repair
    }

    #[test]
    fn two_sessions_inside_and_the_word_repair_in_either_order() {
        let mut repair = ruptured();
        assert_eq!(repair.state(), RepairState::Open { since: 2, inside: 0, word: false });
        repair.session(Some(3.5), Some(&usual()), Some(BAND));
        assert_eq!(
            repair.session(Some(3.0), Some(&usual()), Some(BAND)),
            RepairState::Open { since: 2, inside: 2, word: false }
        );
        assert_eq!(repair.word(true), RepairState::Quiet { last: Some((2, 4)) });

        let mut repair = ruptured();
        assert_eq!(repair.word(true), RepairState::Open { since: 2, inside: 0, word: true });
        repair.session(Some(3.5), Some(&usual()), Some(BAND));
        assert_eq!(repair.session(Some(3.0), Some(&usual()), Some(BAND)), RepairState::Quiet { last: Some((2, 4)) });
    }

    #[test]
    fn a_session_outside_breaks_the_row_and_a_missing_one_does_not() {
        let mut repair = ruptured();
        repair.word(true);
        repair.session(Some(3.0), Some(&usual()), Some(BAND));
        repair.session(Some(1.9), Some(&usual()), Some(BAND));
        repair.session(Some(3.0), Some(&usual()), Some(BAND));
        assert_eq!(repair.session(None, None, Some(BAND)), RepairState::Open { since: 2, inside: 1, word: true });
        assert_eq!(repair.session(Some(3.0), Some(&usual()), Some(BAND)), RepairState::Quiet { last: Some((2, 7)) });
    }

    #[test]
    fn a_new_way_of_answering_ends_the_comparison_and_not_the_rupture() {
        let mut repair = ruptured();
        repair.word(true);
        repair.new_baseline();
        for _ in 0..3 {
            repair.session(Some(4.0), Some(&usual()), Some(BAND));
        }
        assert_eq!((repair.state(), repair.usual()), (RepairState::NotComparable { since: 2 }, None));
        repair.session(Some(1.0), Some(&flag(6)), Some(BAND));
        assert_eq!(repair.state(), RepairState::Open { since: 6, inside: 0, word: false });
    }

    #[test]
    fn a_sunken_level_does_not_repair_itself() {
        let sunken = Band { low: -1.0, middle: 1.0, high: 3.0 };
        let mut repair = ruptured();
        repair.word(true);
        for _ in 0..6 {
            repair.session(Some(1.0), Some(&usual()), Some(sunken));
        }
        assert_eq!(repair.state(), RepairState::Open { since: 2, inside: 0, word: true });
    }

    #[test]
    fn the_inner_half_asks_for_more_and_a_word_may_be_taken_back() {
        let mut repair = Repair::default();
        repair.session(Some(1.0), Some(&flag(1)), Some(BAND));
        repair.word(true);
        repair.session(Some(2.9), Some(&usual()), Some(BAND));
        assert_eq!(repair.state(), RepairState::Open { since: 1, inside: 0, word: true });
        repair.word(false);
        repair.session(Some(3.0), Some(&usual()), Some(BAND));
        repair.session(Some(3.0), Some(&usual()), Some(BAND));
        assert_eq!(repair.state(), RepairState::Open { since: 1, inside: 2, word: false });
        repair.session(Some(1.0), Some(&flag(4)), Some(BAND));
        assert_eq!(repair.state(), RepairState::Open { since: 1, inside: 0, word: false });
    }
}
