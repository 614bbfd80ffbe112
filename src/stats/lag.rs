//! Rows that follow one another: each occasion of a group with the very next one.

use super::error::StatError;

/// A row and the row of the next occasion in the same group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consecutive {
    /// Position of the earlier row.
    pub from: usize,
    /// Position of the later row.
    pub to: usize,
}

/// Pairs of rows of one group whose occasions are exactly `lag` apart (1 for the next one). An occasion that is
/// not there breaks the chain: across a gap nothing is paired. Ordered by group and occasion; the rows may come in any
/// order.
///
/// Values are not looked at; leave out pairs whose values are missing afterwards.
///
/// # Errors
/// Lengths that differ; [`StatError::OutOfRange`] for a lag of zero or for an occasion that a group has twice.
///
/// # Examples
/// ```
/// use attune::stats::lag::{Consecutive, consecutive};
///
/// // Group 1 lacks occasion 3.
/// let pairs = consecutive(&[1, 1, 1, 2, 2], &[1, 2, 4, 6, 5], 1)?;
/// assert_eq!(pairs, [Consecutive { from: 0, to: 1 }, Consecutive { from: 4, to: 3 }]);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn consecutive(groups: &[usize], occasions: &[i64], lag: u32) -> Result<Vec<Consecutive>, StatError> {
    if groups.len() != occasions.len() {
        return Err(StatError::LengthMismatch { expected: groups.len(), found: occasions.len() });
    }
    if lag == 0 {
        return Err(StatError::OutOfRange("a lag is at least one occasion"));
    }
    let key = |i: usize| (groups[i], occasions[i]);
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&i| key(i));
    if order.windows(2).any(|w| key(w[0]) == key(w[1])) {
        return Err(StatError::OutOfRange("a group has each occasion once"));
    }
    let pairs = order.iter().filter_map(|&from| {
        let (group, occasion) = key(from);
        let wanted = (group, occasion.checked_add(i64::from(lag))?);
        let at = order.binary_search_by_key(&wanted, |&i| key(i)).ok()?;
        Some(Consecutive { from, to: order[at] })
    });
    Ok(pairs.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn degenerate_input() {
        assert_eq!(consecutive(&[], &[], 1), Ok(vec![]));
        assert!(matches!(consecutive(&[1], &[], 1), Err(StatError::LengthMismatch { .. })));
        assert!(matches!(consecutive(&[1], &[1], 0), Err(StatError::OutOfRange(_))));
        assert!(matches!(consecutive(&[1, 1], &[2, 2], 1), Err(StatError::OutOfRange(_))));
        assert_eq!(consecutive(&[1], &[i64::MAX], 1), Ok(vec![]));
        assert_eq!(consecutive(&[1, 1, 1], &[1, 2, 3], 2), Ok(vec![Consecutive { from: 0, to: 2 }]));
    }

    proptest! {
        #[test]
        fn pairs_share_a_group_and_are_one_apart(data in prop::collection::btree_set((0usize..4, 0i64..12), 0..30)) {
            let (g, o): (Vec<usize>, Vec<i64>) = data.iter().rev().copied().unzip();
            let pairs = consecutive(&g, &o, 1).unwrap();
            for p in &pairs {
                prop_assert!(g[p.from] == g[p.to] && o[p.to] == o[p.from] + 1);
            }
            let expected = data.iter().filter(|(g, o)| data.contains(&(*g, o + 1))).count();
            prop_assert_eq!(pairs.len(), expected);
        }
    }
}
