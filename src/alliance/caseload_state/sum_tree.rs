//! Sums over people of which one can change at a time, always added in the same order.
//!
//! Taking the old figure away and adding the new would let rounding drift; a tree of partial sums is as quick and gives what a
//! sum made at once gives, to the last bit.

use crate::alliance::baseline::Pool;

/// What can be summed.
pub(super) trait Sum: Copy + Default {
    fn plus(self, other: Self) -> Self;
}

impl Sum for Pool {
    fn plus(self, other: Self) -> Self {
        Pool::plus(self, other)
    }
}

/// A complete binary tree in one column: node `i` is the sum of nodes `2 i` and `2 i + 1`, the leaves come last. Its shape
/// depends on the number of leaves alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SumTree<T> {
    nodes: Vec<T>,
    leaves: usize,
}

impl<T: Sum> SumTree<T> {
    /// The tree of these leaves.
    pub(super) fn of(leaves: impl Iterator<Item = T>) -> Self {
        let leaves: Vec<T> = leaves.collect();
        if leaves.is_empty() {
            return Self::default();
        }
        let width = leaves.len().next_power_of_two();
        let mut tree = Self { nodes: vec![T::default(); 2 * width], leaves: leaves.len() };
        for (slot, leaf) in tree.nodes.iter_mut().skip(width).zip(leaves) {
            *slot = leaf;
        }
        for node in (1..width).rev() {
            tree.add_up(node);
        }
        tree
    }

    fn at(&self, node: usize) -> T {
        self.nodes.get(node).copied().unwrap_or_default()
    }

    fn add_up(&mut self, node: usize) {
        let total = self.at(2 * node).plus(self.at(2 * node + 1));
        if let Some(slot) = self.nodes.get_mut(node) {
            *slot = total;
        }
    }

    /// Sets a leaf, or adds the one after the last. A place beyond that is left alone.
    pub(super) fn set(&mut self, place: usize, leaf: T) {
        let width = self.nodes.len() / 2;
        if place > self.leaves {
            return;
        }
        if place >= width {
            let old = self.nodes.iter().skip(width).take(self.leaves).copied();
            *self = Self::of(old.chain([leaf]).collect::<Vec<T>>().into_iter());
            return;
        }
        self.leaves = self.leaves.max(place + 1);
        let mut node = width + place;
        if let Some(slot) = self.nodes.get_mut(node) {
            *slot = leaf;
        }
        while node > 1 {
            node /= 2;
            self.add_up(node);
        }
    }

    /// The sum of all.
    pub(super) fn total(&self) -> T {
        self.at(1)
    }

    pub(super) fn bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<T>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Sum for f64 {
        fn plus(self, other: Self) -> Self {
            self + other
        }
    }

    #[test]
    fn one_by_one_is_the_same_as_at_once() {
        let leaves: Vec<f64> = (0..37_i32).map(|n| 0.1 * f64::from(n * n)).collect();
        let mut tree = SumTree::default();
        assert_eq!(tree.total(), 0.0);
        for (place, leaf) in leaves.iter().enumerate() {
            tree.set(place, 5.0);
            tree.set(place, *leaf);
        }
        assert_eq!(tree, SumTree::of(leaves.iter().copied()));
        assert!((tree.total() - leaves.iter().sum::<f64>()).abs() < 1e-9);
        tree.set(99, 1.0);
        assert_eq!(tree.total(), SumTree::of(leaves.into_iter()).total());
    }
}
