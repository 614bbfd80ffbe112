//! How a patient's and a therapist's view of the alliance go together, told of many pairs at once.
//!
//! Clients and therapists agree moderately (r = .36) and clients rate higher (d = .63); what it means for the outcome is
//! mixed. So a difference is a question for the two, never a fault, and no measure of agreement is told of one pair.

use super::effect::Effect;
use super::group::{Group, Spread, pick};
use crate::order;
use crate::stats::concordance::{concordance, paired_difference};
use crate::stats::error::StatError;
use crate::stats::mixed::{Method, MixedModel, RandomTerm};
use crate::stats::response_surface::{Centre, ResponseSurface, response_surface};
use crate::stats::within_between::within_between;

/// The fewest pairs for a response surface: five coefficients, and curvature is the hardest to know.
pub const FEWEST_FOR_SURFACE: usize = 40;

/// How the two raters of each pair differ over sessions; each measure is worked out within each pair and then told as its
/// spread over pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairsTold {
    /// Mean of second less first.
    pub mean_difference: Spread,
    /// Mean distance, whatever its direction.
    pub absolute_difference: Spread,
    /// Root mean square distance.
    pub rmsd: Spread,
    /// Correlation over sessions, for pairs in which both vary and who have at least three sessions; nothing where too few
    /// pairs have one.
    pub temporal_correlation: Option<Spread>,
    /// Lin's concordance over sessions, likewise.
    pub concordance: Option<Spread>,
}

/// The fewest sessions from which a pair's correlation enters the spread: of two it is always 1 or -1.
const FEWEST_SESSIONS: usize = 3;

/// The raters of each pair, `first` and `second` of the same session in one row.
///
/// Missing values: a row with a NaN is left out.
///
/// # Errors
/// Those of [`Group::complete`].
///
/// ```
/// use attune::alliance::{Group, congruence::pairs};
/// let pair: Vec<usize> = (0..40).map(|row| row / 4).collect();
/// let patient: Vec<f64> = (0..40).map(|row| 3.0 + f64::from(row % 4) / 4.0).collect();
/// let therapist: Vec<f64> = patient.iter().map(|score| score - 0.5).collect();
/// let told = pairs(&Group::of(&pair)?, &patient, &therapist)?;
/// assert_eq!((told.mean_difference.mean, told.rmsd.mean), (-0.5, 0.5));
/// assert!((told.temporal_correlation.ok_or("none")?.median - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pairs(group: &Group<'_>, first: &[f64], second: &[f64]) -> Result<PairsTold, StatError> {
    let rows = group.complete(&[first, second], 0)?;
    let mut columns: [Vec<f64>; 5] = Default::default();
    for rows in by_person(group, &rows) {
        let (a, b) = (pick(first, &rows), pick(second, &rows));
        let distance = paired_difference(&a, &b)?;
        let over_time = (rows.len() >= FEWEST_SESSIONS).then(|| concordance(&a, &b, 0.95).ok()).flatten();
        let told = [
            Some(distance.mean),
            Some(distance.mean_absolute),
            Some(distance.root_mean_square),
            over_time.and_then(|c| c.correlation),
            over_time.map(|c| c.concordance),
        ];
        for (column, value) in columns.iter_mut().zip(told) {
            column.extend(value);
        }
    }
    let [mean, absolute, rmsd, correlation, agreement] = columns;
    Ok(PairsTold {
        mean_difference: Spread::of(&mean)?,
        absolute_difference: Spread::of(&absolute)?,
        rmsd: Spread::of(&rmsd)?,
        temporal_correlation: Spread::of(&correlation).ok(),
        concordance: Spread::of(&agreement).ok(),
    })
}

/// The correlation of two raters over the items of one session, told as its spread over pairs. `first[k]` and `second[k]`
/// hold item `k` of both, one row a pair.
///
/// Missing values: an item that one of the two left out is left out for both; a pair in which a rater gave every item the
/// same, or with fewer than three items, has no profile correlation and does not count.
///
/// # Errors
/// [`StatError::LengthMismatch`] for unequal columns, [`StatError::NotFinite`], [`StatError::OutOfRange`] for a pair with two
/// rows, [`StatError::TooFew`] where too few pairs have one.
pub fn profiles(group: &Group<'_>, first: &[&[f64]], second: &[&[f64]]) -> Result<Spread, StatError> {
    group.one_row_each()?;
    if first.len() != second.len() {
        return Err(StatError::LengthMismatch { expected: first.len(), found: second.len() });
    }
    for column in first.iter().chain(second) {
        if column.len() != group.rows() {
            return Err(StatError::LengthMismatch { expected: group.rows(), found: column.len() });
        }
        if column.iter().any(|value| value.is_infinite()) {
            return Err(StatError::NotFinite);
        }
    }
    let items = |columns: &[&[f64]], row: usize| -> Vec<f64> {
        columns.iter().map(|column| column.get(row).copied().unwrap_or(f64::NAN)).collect()
    };
    let one = |row| {
        let found = concordance(&items(first, row), &items(second, row), 0.95).ok()?;
        (found.n >= FEWEST_SESSIONS).then_some(found.correlation).flatten()
    };
    Spread::of(&(0..group.rows()).filter_map(one).collect::<Vec<f64>>())
}

/// The truth-and-bias model.
#[derive(Clone, Debug, PartialEq)]
pub struct TruthAndBias {
    /// `b0`: how much higher (above zero) or lower the judge places the other on the whole. Directional bias.
    pub bias: Effect,
    /// `b1`: how closely the judge follows the other from session to session; 1 is point for point. Tracking, or truth force.
    pub tracking: Effect,
    /// How much the bias differs between pairs, as a standard deviation.
    pub bias_sd: f64,
    /// How much the tracking differs between pairs.
    pub tracking_sd: f64,
    /// The correlation of bias and tracking over pairs; nothing where either does not differ.
    pub correlation: Option<f64>,
    /// What is left within pairs, as a standard deviation.
    pub residual_sd: f64,
    /// Pairs.
    pub pairs: usize,
    /// Sessions used.
    pub sessions: usize,
    /// Whether a variance lies at its boundary, so that the spread over pairs is not to be read closely.
    pub singular: bool,
}

/// The truth-and-bias model of West and Kenny (2011): `(judge - mean truth) = b0 + b1 (truth - mean truth)`, both random by
/// pair and correlated, by REML. The mean is that of the pair's own `truth` over its sessions. Usually the patient's rating is
/// the truth and the therapist the judge: it says who follows whom, not who is right.
///
/// Missing values: a row with a NaN is left out; the pair's mean uses each `truth` given.
///
/// # Errors
/// Those of [`Group::complete`] and of the mixed model.
pub fn truth_and_bias(group: &Group<'_>, truth: &[f64], judge: &[f64]) -> Result<TruthAndBias, StatError> {
    let rows = group.complete(&[truth, judge], 0)?;
    let parts = within_between(truth, group.codes())?;
    let within = pick(&parts.within, &rows);
    let distance: Vec<f64> =
        pick(judge, &rows).iter().zip(pick(&parts.group_mean, &rows)).map(|(j, mean)| j - mean).collect();
    let pair = group.pick_codes(&rows);
    let fit = MixedModel::new(&distance)
        .fixed(&within)
        .random(RandomTerm::intercept(&pair).slope(&within))
        .fit(Method::Reml)?;
    let level = fit.levels.first().ok_or(StatError::NotEstimable("a model without pairs"))?;
    let sd = |k: usize| level.sd.get(k).copied().ok_or(StatError::NotEstimable("a model of another form"));
    Ok(TruthAndBias {
        bias: Effect::of(&fit, 0)?,
        tracking: Effect::of(&fit, 1)?,
        bias_sd: sd(0)?,
        tracking_sd: sd(1)?,
        correlation: level.correlation(0, 1),
        residual_sd: fit.residual_sd,
        pairs: level.groups(),
        sessions: fit.observations,
        singular: fit.singular,
    })
}

/// The response surface of an outcome on both views, both centred on their common mean, from [`FEWEST_FOR_SURFACE`] pairs with
/// one row each (see [`response_surface`] for the terms `a1` to `a4`).
///
/// # Errors
/// [`StatError::OutOfRange`] for a pair with two rows, those of [`Group::complete`] and of the regression.
pub fn surface(
    group: &Group<'_>,
    outcome: &[f64],
    first: &[f64],
    second: &[f64],
    covariates: &[&[f64]],
) -> Result<ResponseSurface, StatError> {
    group.one_row_each()?;
    let columns: Vec<&[f64]> = [outcome, first, second].into_iter().chain(covariates.iter().copied()).collect();
    group.complete(&columns, FEWEST_FOR_SURFACE)?;
    response_surface(outcome, first, second, covariates, Centre::Common)
}

/// Some rows, split by person in the order of the codes.
pub(super) fn by_person(group: &Group<'_>, rows: &[usize]) -> Vec<Vec<usize>> {
    let mut sorted: Vec<(usize, usize)> = group.pick_codes(rows).into_iter().zip(rows.iter().copied()).collect();
    order::sort(&mut sorted);
    sorted.chunk_by(|a, b| a.0 == b.0).map(|run| run.iter().map(|(_, row)| *row).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair_codes(sessions: usize) -> Vec<usize> {
        (0..12 * sessions).map(|row| row / sessions).collect()
    }

    #[test]
    fn pairs_without_variation_have_no_correlation_but_a_difference() {
        let codes = pair_codes(4);
        let group = Group::of(&codes).unwrap();
        let told = pairs(&group, &[3.0; 48], &[4.0; 48]).unwrap();
        assert_eq!((told.mean_difference.mean, told.temporal_correlation), (1.0, None));
        let missing = [f64::NAN; 48];
        assert!(matches!(pairs(&group, &missing, &[4.0; 48]), Err(StatError::TooFew { found: 0, .. })));
    }

    #[test]
    fn a_profile_needs_a_row_each_and_three_items() {
        let codes: Vec<usize> = (0..12).collect();
        let group = Group::of(&codes).unwrap();
        let (up, down) = ([1.0; 12], [2.0; 12]);
        let other = [4.0; 12];
        let told = profiles(&group, &[&up, &down, &other], &[&down, &other, &up]).unwrap();
        assert!(told.mean < 0.0 && told.people == 12);
        assert!(matches!(profiles(&group, &[&up, &down], &[&down, &up]), Err(StatError::TooFew { found: 0, .. })));
        assert!(matches!(profiles(&group, &[&up], &[&up, &down]), Err(StatError::LengthMismatch { .. })));
        let twice = pair_codes(2);
        assert!(matches!(profiles(&Group::of(&twice).unwrap(), &[], &[]), Err(StatError::OutOfRange(_))));
    }

    #[test]
    fn a_therapist_who_follows_half_the_way_is_found() {
        let codes = pair_codes(8);
        let wave = |row: usize| [0.5, -0.3, 0.2, -0.4, 0.1, 0.3, -0.2, -0.2][row % 8];
        let truth: Vec<f64> = (0..96).map(|row| 3.5 + 0.1 * (row / 8) as f64 + wave(row)).collect();
        let judge: Vec<f64> = (0..96)
            .map(|row| 3.1 + 0.1 * (row / 8) as f64 + 0.5 * wave(row) + 0.05 * wave(row * 5 + row / 8))
            .collect();
        let found = truth_and_bias(&Group::of(&codes).unwrap(), &truth, &judge).unwrap();
        assert!((found.bias.estimate + 0.4).abs() < 0.02 && (found.tracking.estimate - 0.5).abs() < 0.05, "{found:?}");
        assert_eq!((found.bias.side(), found.tracking.side(), found.pairs), (Some(-1.0), Some(1.0), 12));
    }

    #[test]
    fn a_surface_needs_forty_pairs() {
        let codes: Vec<usize> = (0..39).collect();
        let x: Vec<f64> = codes.iter().map(|c| (*c % 7) as f64).collect();
        let y: Vec<f64> = codes.iter().map(|c| (*c % 5) as f64).collect();
        let group = Group::of(&codes).unwrap();
        assert_eq!(surface(&group, &x, &x, &y, &[]), Err(StatError::TooFew { needed: 40, found: 39 }));
    }
}
