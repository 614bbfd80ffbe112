//! How .05 false flags a course are shared among the signals that infer, and over the sessions at which they look.
//!
//! Each share is spent over looks: evenly over the first nine (sessions 4 to 12), then less and less, so that a course of any
//! length stays within it. Shares are nominal, as if all people varied alike: the tails of t with few degrees of freedom, which
//! hold the rate where people vary unequally, are wider than that needs. So they add up to more than .05 and are set by
//! simulation instead (`docs/signals.md`): in none of its conditions, from 8 to 40 sessions, are more than .05 of courses
//! flagged.

use super::Kind;

/// The most courses in which nothing changes and any flag is raised all the same.
pub const PER_COURSE: f64 = 0.05;

/// The looks over which a share is spent evenly: one course of twelve sessions.
const EVEN_LOOKS: f64 = 9.0;

/// The sum of the weights of all looks, `9 + 9^3 sum over j > 9 of 1/j^3`, rounded up.
const ALL_WEIGHTS: f64 = 13.03;

/// The share of a kind; nothing for one that infers nothing. A better detector of change takes the share of
/// [`Kind::OwnChange`].
#[must_use]
pub const fn share(kind: Kind) -> f64 {
    match kind {
        Kind::OwnChange => 0.05,
        Kind::Outcome => 0.02,
        Kind::Trend => 0.01,
        _ => 0.0,
    }
}

/// The one-sided tail of the look number `look` (from 1) of a kind: `share / 13.03` for the first nine looks, then times
/// `(9 / look)^3`. Zero for look 0 and for kinds that infer nothing.
///
/// ```
/// use attune::signals::{Kind, allocation::{share, tail}};
/// let spent: f64 = (1..1000).map(|look| tail(Kind::OwnChange, look)).sum();
/// assert!(spent <= share(Kind::OwnChange) && spent > 0.99 * share(Kind::OwnChange));
/// ```
#[must_use]
pub fn tail(kind: Kind, look: usize) -> f64 {
    if look == 0 {
        return 0.0;
    }
    let weight = (EVEN_LOOKS / look as f64).min(1.0).powi(3);
    share(kind) * weight / ALL_WEIGHTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_stay_within_the_share() {
        for kind in Kind::ALL {
            let spent: f64 = (0..100_000).map(|look| tail(kind, look)).sum();
            assert!(spent <= share(kind));
        }
    }
}
