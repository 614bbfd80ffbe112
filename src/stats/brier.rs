//! How close predicted probabilities are to what happened (Brier 1950).

use super::error::StatError;

/// Brier's score of a set of predictions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brier {
    /// Mean squared distance of prediction and outcome: zero is perfect.
    pub score: f64,
    /// The score of always predicting the observed share, `p (1 - p)`.
    pub null: f64,
    /// `1 - score / null`: one is perfect, zero as good as the share, below zero worse. `None` where all outcomes
    /// are the same.
    pub scaled: Option<f64>,
    /// Predictions used.
    pub n: usize,
}

/// `score = mean (p_i - y_i)^2`, with `y` one where the event happened (Brier 1950; scaled form: Steyerberg et al. 2010).
///
/// # Missing values
/// A pair whose prediction is NaN is left out.
///
/// # Errors
/// Lengths that differ, no prediction at all, or a prediction outside `[0, 1]`.
///
/// # Examples
/// ```
/// use attune::stats::brier::brier;
///
/// let b = brier(&[0.8, 0.4], &[true, false])?;
/// assert!((b.score - 0.1).abs() < 1e-12); // (0.04 + 0.16) / 2
/// assert!((b.scaled.unwrap() - 0.6).abs() < 1e-12);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn brier(predicted: &[f64], happened: &[bool]) -> Result<Brier, StatError> {
    if predicted.len() != happened.len() {
        return Err(StatError::LengthMismatch { expected: predicted.len(), found: happened.len() });
    }
    let used = || predicted.iter().zip(happened).filter(|(p, _)| !p.is_nan());
    if used().any(|(p, _)| !(0.0..=1.0).contains(p)) {
        return Err(StatError::OutOfRange("a probability outside 0 to 1"));
    }
    let n = used().count();
    if n == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    let one = |y: bool| if y { 1.0 } else { 0.0 };
    let score = used().map(|(p, y)| (p - one(*y)).powi(2)).sum::<f64>() / n as f64;
    let events = used().filter(|(_, y)| **y).count();
    let share = events as f64 / n as f64;
    let null = share * (1.0 - share);
    let mixed = events > 0 && events < n;
    Ok(Brier { score, null, scaled: mixed.then(|| 1.0 - score / null), n })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_input() {
        assert!(matches!(brier(&[], &[]), Err(StatError::TooFew { .. })));
        assert!(matches!(brier(&[f64::NAN], &[true]), Err(StatError::TooFew { .. })));
        assert!(matches!(brier(&[1.5], &[true]), Err(StatError::OutOfRange(_))));
        assert!(matches!(brier(&[f64::INFINITY], &[true]), Err(StatError::OutOfRange(_))));
        assert!(matches!(brier(&[0.5], &[]), Err(StatError::LengthMismatch { .. })));
        assert_eq!(brier(&[0.2, 0.4], &[true, true]).unwrap().scaled, None);
    }

    proptest! {
        #[test]
        fn bounds_and_the_share_scores_zero(data in prop::collection::vec((0.0f64..=1.0, any::<bool>()), 1..40)) {
            let (p, y): (Vec<f64>, Vec<bool>) = data.into_iter().unzip();
            let b = brier(&p, &y).unwrap();
            prop_assert!((0.0..=1.0).contains(&b.score));
            let share = y.iter().filter(|v| **v).count() as f64 / y.len() as f64;
            if let Some(scaled) = brier(&vec![share; y.len()], &y).unwrap().scaled {
                prop_assert!(scaled.abs() < 1e-9);
            }
        }
    }
}
