//! Groups within groups: turns the codes of the rows into consecutive groups that know their parent.

/// The groups of one level, numbered 0, 1, 2 ... so that the children of one parent follow one another.
#[derive(Debug, Clone)]
pub(super) struct Level {
    /// For each group: its own code, followed by the codes of the levels outside it.
    pub codes: Vec<Vec<usize>>,
    /// For each group: the number of its parent in the next level out. Empty at the outermost level.
    pub parent: Vec<usize>,
}

/// The nested groups of all levels, and the rows ordered by them.
#[derive(Debug, Clone)]
pub(super) struct Nesting {
    /// Levels, the innermost first.
    pub levels: Vec<Level>,
    /// The rows in the order of the innermost groups, each with the number of its innermost group.
    pub rows: Vec<(usize, usize)>,
}

/// Order `rows` by the `codes` of each level (innermost first) and number the groups.
pub(super) fn nest(codes: &[&[usize]], rows: &[usize]) -> Nesting {
    let outwards = |a: &usize, b: &usize| {
        codes.iter().rev().map(|c| c[*a].cmp(&c[*b])).find(|o| o.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
    };
    let mut sorted = rows.to_vec();
    // A stable sort: equal groups keep the order of the rows, so that sums do not depend on anything else.
    sorted.sort_by(outwards);
    let mut levels: Vec<Level> = codes.iter().map(|_| Level { codes: Vec::new(), parent: Vec::new() }).collect();
    let mut numbered = Vec::with_capacity(sorted.len());
    let mut last: Option<usize> = None;
    for &row in &sorted {
        // The outermost level whose code changed starts new groups there and at every level inside it.
        let changed = match last {
            None => Some(codes.len()),
            Some(before) => (0..codes.len()).rev().find(|&l| codes[l][row] != codes[l][before]).map(|l| l + 1),
        };
        for l in (0..changed.unwrap_or(0)).rev() {
            let parent = levels.get(l + 1).map(|outer| outer.codes.len().saturating_sub(1));
            levels[l].codes.push(codes[l..].iter().map(|c| c[row]).collect());
            levels[l].parent.extend(parent);
        }
        numbered.push((row, levels[0].codes.len().saturating_sub(1)));
        last = Some(row);
    }
    Nesting { levels, rows: numbered }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reused_inner_codes_are_different_groups() {
        let inner = [7, 7, 8, 7, 8];
        let outer = [2, 1, 1, 2, 2];
        let nesting = nest(&[&inner, &outer], &[0, 1, 2, 3, 4]);
        assert_eq!(nesting.levels[0].codes, [vec![7, 1], vec![8, 1], vec![7, 2], vec![8, 2]]);
        assert_eq!(nesting.levels[0].parent, [0, 0, 1, 1]);
        assert_eq!(nesting.levels[1].codes, [vec![1], vec![2]]);
        assert!(nesting.levels[1].parent.is_empty());
        assert_eq!(nesting.rows, [(1, 0), (2, 1), (0, 2), (3, 2), (4, 3)]);
    }

    #[test]
    fn no_rows_no_groups() {
        let nesting = nest(&[&[1, 2]], &[]);
        assert!(nesting.rows.is_empty() && nesting.levels[0].codes.is_empty());
    }
}
