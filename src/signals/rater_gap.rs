//! Rank 8: patient and therapist see the same session differently. A fact, and a question: never a fault of either.

/// Both views of one session, on the same scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoViews {
    /// The patient's score.
    pub patient: f64,
    /// The therapist's score.
    pub therapist: f64,
    /// The lowest and the highest possible score.
    pub range: (f64, f64),
}

/// The share of the range from which a gap is shown: a quarter, one step of five options. Chosen for this app.
pub const SHARE: f64 = 0.25;

/// Both views and their distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gap {
    /// The two views.
    pub views: TwoViews,
    /// Therapist less patient, in points. On the whole clients rate higher (d = .63), so that a gap below zero is the usual
    /// one.
    pub difference: f64,
}

/// A gap of a quarter of the range or more.
///
/// ```
/// use attune::signals::rater_gap::{TwoViews, look};
/// let views = TwoViews { patient: 3.0, therapist: 4.0, range: (1.0, 5.0) };
/// assert_eq!(look(&views).map(|gap| gap.difference), Some(1.0));
/// assert!(look(&TwoViews { therapist: 3.5, ..views }).is_none());
/// ```
#[must_use]
pub fn look(views: &TwoViews) -> Option<Gap> {
    let difference = views.therapist - views.patient;
    let least = SHARE * (views.range.1 - views.range.0);
    // Means of items are sums of fractions: rounding is no difference.
    (difference.is_finite() && least > 0.0 && difference.abs() >= least - 1e-9)
        .then_some(Gap { views: *views, difference })
}
