//! The table under every survival estimate: at each distinct time, how many were at risk and what happened.

use super::error::StatError;

/// More competing causes than any study has: a guard against a number that is not a number of causes.
const MOST_CAUSES: usize = 64;

/// One distinct time.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskRow {
    /// The time.
    pub time: f64,
    /// How many were under observation just before it.
    pub at_risk: usize,
    /// Events of each cause at that time.
    pub events: Vec<usize>,
    /// Observations that ended at that time without an event.
    pub censored: usize,
}

impl RiskRow {
    /// Events of any cause.
    #[must_use]
    pub fn any_event(&self) -> usize {
        self.events.iter().sum()
    }
}

/// Count risk sets. `cause[i]` is 0 where observation `i` ended without an event and `1..=causes` otherwise; with
/// `entry`, an observation is at risk in `(entry, time]` only (delayed entry).
///
/// # Missing values
/// An observation whose time or entry is NaN is left out.
///
/// # Errors
/// Lengths that differ, infinite or negative times, a cause above `causes`, more than 64 causes, an entry not before its time, and
/// no observation at all.
///
/// # Examples
/// ```
/// use attune::stats::risk_set::risk_sets;
///
/// let rows = risk_sets(&[2.0, 3.0, 3.0], &[1, 0, 1], 1, None)?;
/// assert_eq!((rows[1].at_risk, rows[1].events[0], rows[1].censored), (2, 1, 1));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn risk_sets(
    times: &[f64],
    cause: &[usize],
    causes: usize,
    entry: Option<&[f64]>,
) -> Result<Vec<RiskRow>, StatError> {
    let n = times.len();
    for found in [cause.len(), entry.map_or(n, <[f64]>::len)] {
        if found != n {
            return Err(StatError::LengthMismatch { expected: n, found });
        }
    }
    if times.iter().chain(entry.unwrap_or(&[])).any(|t| t.is_infinite()) {
        return Err(StatError::NotFinite);
    }
    if causes > MOST_CAUSES {
        return Err(StatError::OutOfRange("there are at most 64 causes"));
    }
    let start = |i: usize| entry.map_or(f64::NEG_INFINITY, |e| e[i]);
    let kept: Vec<usize> = (0..n).filter(|&i| !times[i].is_nan() && !start(i).is_nan()).collect();
    if kept.is_empty() {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    for &i in &kept {
        if times[i] < 0.0 {
            return Err(StatError::OutOfRange("a time below zero"));
        }
        if start(i) >= times[i] {
            return Err(StatError::OutOfRange("an entry that is not before the end"));
        }
        if cause[i] > causes {
            return Err(StatError::OutOfRange("a cause above the number of causes"));
        }
    }
    let mut ends = kept.clone();
    ends.sort_by(|&a, &b| times[a].total_cmp(&times[b]));
    let mut starts: Vec<f64> = kept.iter().map(|&i| start(i)).collect();
    starts.sort_by(f64::total_cmp);
    let mut rows: Vec<RiskRow> = Vec::new();
    let (mut ended, mut entered) = (0, 0);
    while let Some(&first) = ends.get(ended) {
        let time = times[first];
        while starts.get(entered).is_some_and(|s| *s < time) {
            entered += 1;
        }
        let mut row = RiskRow { time, at_risk: entered - ended, events: vec![0; causes], censored: 0 };
        while let Some(&i) = ends.get(ended).filter(|&&i| times[i] <= time) {
            match cause[i].checked_sub(1).and_then(|c| row.events.get_mut(c)) {
                Some(count) => *count += 1,
                None => row.censored += 1,
            }
            ended += 1;
        }
        rows.push(row);
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delayed_entries_are_at_risk_only_after_they_enter() {
        let rows = risk_sets(&[2.0, 4.0, 5.0], &[1, 2, 0], 2, Some(&[0.0, 2.0, 3.0])).unwrap();
        let at_risk: Vec<usize> = rows.iter().map(|r| r.at_risk).collect();
        // The second enters at 2, so it is not at risk at 2 itself.
        assert_eq!(at_risk, [1, 2, 1]);
        assert_eq!(rows[1].events, [0, 1]);
        assert_eq!((rows[2].any_event(), rows[2].censored), (0, 1));
    }

    #[test]
    fn input_that_cannot_be_is_refused() {
        assert!(matches!(risk_sets(&[], &[], 1, None), Err(StatError::TooFew { .. })));
        assert!(matches!(risk_sets(&[f64::NAN], &[1], 1, None), Err(StatError::TooFew { .. })));
        assert!(matches!(risk_sets(&[1.0], &[], 1, None), Err(StatError::LengthMismatch { .. })));
        assert!(matches!(risk_sets(&[f64::INFINITY], &[1], 1, None), Err(StatError::NotFinite)));
        assert!(matches!(risk_sets(&[-1.0], &[1], 1, None), Err(StatError::OutOfRange(_))));
        assert!(matches!(risk_sets(&[1.0], &[1], usize::MAX, None), Err(StatError::OutOfRange(_))));
        assert!(matches!(risk_sets(&[1.0], &[2], 1, None), Err(StatError::OutOfRange(_))));
        assert!(matches!(risk_sets(&[1.0], &[1], 1, Some(&[1.0])), Err(StatError::OutOfRange(_))));
    }
}
