//! What is said of one score.

use super::params::Provenance;
use super::score::Scale;

/// Scores between which a score is usual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Lower end: a complete score below it is flagged. After a low session it is higher than otherwise, because two
    /// low sessions together are rarer than one.
    pub low: f64,
    /// The expected score.
    pub middle: f64,
    /// Upper end: as far above the expected score as a single session may lie below it. Nothing is flagged above.
    pub high: f64,
}

impl Band {
    /// The part of the band that lies on the scale, to be drawn.
    pub fn on(&self, scale: &Scale) -> Self {
        let hold = |value: f64| value.max(scale.lowest).min(scale.highest);
        Self { low: hold(self.low), middle: hold(self.middle), high: hold(self.high) }
    }

    /// Whether the lower end lies on or below the bottom of the scale, so that no drop whatever could be flagged.
    pub fn sees_nothing(&self, scale: &Scale) -> bool {
        self.low <= scale.lowest
    }

    /// Whether a score is not below the band, the band being taken around its middle at `share` of its depth.
    pub fn holds(&self, value: f64, share: f64) -> bool {
        value >= self.middle - share * (self.middle - self.low)
    }
}

/// What a score was compared with its limit by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DipKind {
    /// This session alone.
    Single,
    /// The previous session and this one together.
    Pair,
}

/// The figures that a verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// The band the score was held against; its middle is the person's usual score.
    pub band: Band,
    /// Which comparison reaches its limit first.
    pub kind: DipKind,
    /// The person's within-person SD, in points: the caseload's, drawn towards the person's own.
    pub sd: f64,
    /// Where the caseload's SD is from.
    pub provenance: Provenance,
    /// Earlier scores of the person on this baseline.
    pub scores: u32,
    /// The standardised distance: how many standard errors of the prediction the score, or the two scores together, lie
    /// from what is usual; below zero where lower.
    pub distance: f64,
    /// The distance below which a complete score is flagged; below zero.
    pub limit: f64,
    /// Degrees of freedom of the distance, as a t; may be infinite.
    pub df: f64,
}

/// What the detector says of one score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Too early to know what is usual.
    TooEarly {
        /// Scores so far on this baseline.
        scores: u32,
    },
    /// Within what is usual, or above it.
    Usual {
        /// What the score was held against.
        figures: Figures,
    },
    /// Items are missing: the score counts for what is usual, with its larger error, but raises no flag.
    Incomplete {
        /// What a score with as many missing items would be held against.
        figures: Figures,
    },
    /// Below what is usual.
    Flag {
        /// What the score was held against.
        figures: Figures,
        /// Depth of the dip in the person's own within-person SDs; above zero.
        depth_sd: f64,
        /// First and last session of the dip, counted from 1 with missed sessions.
        sessions: (u32, u32),
        /// Whether so many sessions in a row were flagged that the new level is from now on the usual one.
        lasting: bool,
    },
}

impl Verdict {
    /// Whether the score is below what is usual.
    #[must_use]
    pub fn is_flag(&self) -> bool {
        matches!(self, Self::Flag { .. })
    }

    /// The figures it rests on; none where it is too early.
    #[must_use]
    pub fn figures(&self) -> Option<&Figures> {
        match self {
            Self::TooEarly { .. } => None,
            Self::Usual { figures } | Self::Incomplete { figures } | Self::Flag { figures, .. } => Some(figures),
        }
    }
}
