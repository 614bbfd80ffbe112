//! Which records a segment accounts for.

use super::record::RecordName;
use crate::order::Table;

/// Records of one writer and generation that follow one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) first: RecordName,
    pub(crate) count: u64,
}

impl Run {
    /// The names, in order.
    pub(crate) fn names(self) -> impl Iterator<Item = RecordName> {
        (0..self.count).map(move |step| RecordName { sequence: self.first.sequence.saturating_add(step), ..self.first })
    }
}

/// Names in as few runs as can be, in their order.
pub(crate) fn runs(names: impl Iterator<Item = RecordName>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for name in names {
        match runs.last_mut() {
            Some(Run { first, count })
                if (first.generation, first.writer) == (name.generation, name.writer)
                    && first.sequence.checked_add(*count) == Some(name.sequence) =>
            {
                *count += 1;
            }
            _ => runs.push(Run { first: name, count: 1 }),
        }
    }
    runs
}

/// The records that are accounted for.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    /// By generation and writer.
    lanes: Table<Vec<Run>>,
}

fn lane(name: &RecordName) -> [u8; 16] {
    let mut key = [0; 16];
    for (slot, byte) in key.iter_mut().zip(name.generation.to_be_bytes().iter().chain(&name.writer)) {
        *slot = *byte;
    }
    key
}

impl Run {
    fn holds(&self, sequence: u64) -> bool {
        sequence.checked_sub(self.first.sequence).is_some_and(|step| step < self.count)
    }
}

impl Coverage {
    /// Whether a record is accounted for.
    pub(crate) fn holds(&self, name: &RecordName) -> bool {
        self.lanes.get(&lane(name)).is_some_and(|runs| runs.iter().any(|run| run.holds(name.sequence)))
    }

    /// Adds a run. Returns whether any of it is new.
    pub(crate) fn add(&mut self, run: Run) -> bool {
        let new = run.names().any(|name| !self.holds(&name));
        if new {
            self.lanes.get_or_insert_with(&lane(&run.first), Vec::new).push(run);
        }
        new
    }

    /// The highest generation and the highest sequence of any record that is accounted for.
    pub(crate) fn highest(&self) -> (u32, u64) {
        let ends = self.lanes.iter().flatten().map(|run| {
            let end = run.first.sequence.saturating_add(run.count.saturating_sub(1));
            (run.first.generation, end)
        });
        ends.fold((0, 0), |(generation, sequence), end| (generation.max(end.0), sequence.max(end.1)))
    }

    /// The records of that place in the sequence.
    pub(crate) fn at(&self, sequence: u64) -> Vec<RecordName> {
        let runs = self.lanes.iter().flatten().filter(|run| run.holds(sequence));
        runs.map(|run| RecordName { sequence, ..run.first }).collect()
    }

    /// Whether there is a record at each place of the sequence from `from` to `to`.
    pub(crate) fn spans(&self, from: u64, to: u64) -> bool {
        let mut next = from;
        while next <= to {
            let ends = self.lanes.iter().flatten().filter(|run| run.holds(next));
            match ends.map(|run| run.first.sequence.saturating_add(run.count)).max() {
                Some(end) if end > next => next = end,
                _ => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn name(generation: u32, sequence: u64, writer: u8) -> RecordName {
        RecordName { generation, sequence, writer: [writer; 8] }
    }

    proptest! {
        #[test]
        fn runs_say_the_same_names(names in prop::collection::btree_set((1_u32..3, 1_u64..12, 0_u8..2), 0..40)) {
            let names: BTreeSet<RecordName> = names.into_iter().map(|(g, s, w)| name(g, s, w)).collect();
            let runs = runs(names.iter().copied());
            prop_assert_eq!(runs.iter().flat_map(|run| run.names()).collect::<Vec<_>>(), names.iter().copied().collect::<Vec<_>>());
            let mut coverage = Coverage::default();
            for run in &runs {
                prop_assert!(coverage.add(*run));
            }
            for run in &runs {
                prop_assert!(!coverage.add(*run), "not twice");
            }
            for generation in 0..4 {
                for sequence in 0..14 {
                    for writer in 0..3 {
                        let name = name(generation, sequence, writer);
                        prop_assert_eq!(coverage.holds(&name), names.contains(&name));
                    }
                }
            }
            let ends = |of: fn(&RecordName) -> u64| names.iter().map(of).max().unwrap_or(0);
            prop_assert_eq!(coverage.highest(), (ends(|name| name.generation.into()) as u32, ends(|name| name.sequence)));
            let places: BTreeSet<u64> = names.iter().map(|name| name.sequence).collect();
            for from in 1..12 {
                prop_assert_eq!(coverage.spans(from, 11), (from..12).all(|place| places.contains(&place)));
            }
            prop_assert_eq!(coverage.at(5).len(), names.iter().filter(|name| name.sequence == 5).count());
        }
    }
}
