//! What is usual in a caseload, as the courses of its people are judged by it.

use super::{
    baseline::{ASSUMED_SD, Band, Noise, NoiseSource},
    rupture::{
        self, CaseloadParams, Detector, Following, Plan, Provenance, RuptureError, Scale, Session, Verdict,
        estimate_usual,
    },
};

/// The share of the within-person variance that is error of the twelve items: assumed, because it has not been studied.
const ITEM_ERROR: f64 = 0.3;

/// Degrees of freedom that the assumed standard deviation counts as.
const ASSUMED_DF: f64 = 5.0;

/// The caseload's figures and the detector that rests on them.
#[derive(Clone, Debug)]
pub struct Usual {
    detector: Detector,
}

impl Usual {
    /// The figures from everyone's sessions, flagged ones left out; assumed ones until there are 30 pairs of scores.
    ///
    /// `histories`: one a person, one entry a session, in their order. `range`: of the scores. `items`: of the questionnaire, so
    /// that scores lie `1 / items` apart.
    ///
    /// # Errors
    /// [`RuptureError`] for a score that is not finite or outside the range, or a range out of order.
    pub fn of(histories: &[Vec<Session>], range: (f64, f64), items: usize) -> Result<Self, RuptureError> {
        let scale = Scale::new(range.0, range.1, 1.0 / items.max(1) as f64)?;
        let middle = f64::midpoint(range.0, range.1);
        let assumed = CaseloadParams::assumed(middle, ASSUMED_SD, ASSUMED_DF, ITEM_ERROR);
        let params = estimate_usual(histories, scale, &assumed, Plan::Open)?;
        Ok(Self { detector: Detector::fit(&params, scale, Plan::Open)? })
    }

    /// Follows one person's sessions.
    ///
    /// # Errors
    /// As [`Usual::of`].
    pub fn follow(&self, history: &[Session]) -> Result<Following, RuptureError> {
        rupture::follow(&self.detector, history)
    }

    /// A band of the detector as it is drawn, within the scale. `scores`: how many earlier ones it rests on.
    #[must_use]
    pub fn drawn(&self, band: rupture::Band, scores: usize) -> Band {
        let band = band.on(self.detector.scale());
        Band { low: band.low, mean: band.middle, high: band.high, scores }
    }

    /// The band that a score was held against.
    #[must_use]
    pub fn band(&self, verdict: &Verdict) -> Option<Band> {
        let figures = verdict.figures()?;
        Some(self.drawn(figures.band, usize::try_from(figures.scores).unwrap_or(usize::MAX)))
    }

    /// How much scores go up and down when nothing changes: for the person that a verdict is of, otherwise for anyone in the
    /// caseload.
    #[must_use]
    pub fn noise(&self, verdict: Option<&Verdict>) -> Noise {
        let params = self.detector.params();
        let sd = verdict.and_then(Verdict::figures).map_or(params.within_sd, |figures| figures.sd);
        let source = match params.provenance {
            Provenance::Assumed => NoiseSource::Assumed,
            Provenance::Estimated { pairs, .. } => {
                NoiseSource::Caseload { pairs: usize::try_from(pairs).unwrap_or(usize::MAX) }
            }
        };
        Noise { sd, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alliance::rupture::Score;

    fn history(scores: &[f64]) -> Vec<Session> {
        scores.iter().map(|score| Some(Score::complete(*score)).into()).collect()
    }

    #[test]
    fn an_empty_caseload_is_judged_by_an_assumed_figure() {
        let usual = Usual::of(&[], (1.0, 5.0), 12).unwrap();
        assert_eq!(usual.noise(None), Noise { sd: ASSUMED_SD, source: NoiseSource::Assumed });
        let course = usual.follow(&history(&[4.0, 4.0, 4.0, 1.5])).unwrap();
        let last = course.sessions.last().unwrap().verdict.unwrap();
        assert!(last.is_flag());
        let band = usual.band(&last).unwrap();
        assert!(1.5 < band.low && band.low < band.mean && band.mean < band.high && band.high <= 5.0);
        assert_eq!(band.scores, 3);
    }

    #[test]
    fn a_caseload_shows_its_own_figure_and_where_it_is_from() {
        let one = [3.0, 3.4, 2.8, 3.2, 3.0, 3.6, 2.9];
        let histories: Vec<_> = (0..6).map(|_| history(&one)).collect();
        let usual = Usual::of(&histories, (1.0, 5.0), 12).unwrap();
        let noise = usual.noise(None);
        assert_eq!(noise.source, NoiseSource::Caseload { pairs: 36 });
        assert!((0.2..0.4).contains(&noise.sd), "{noise:?}");
    }

    #[test]
    fn what_no_questionnaire_gives_is_refused() {
        assert!(Usual::of(&[history(&[f64::NAN])], (1.0, 5.0), 12).is_err());
        assert!(Usual::of(&[], (5.0, 1.0), 12).is_err());
    }
}
