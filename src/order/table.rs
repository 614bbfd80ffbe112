//! Values by identity.

use std::collections::BTreeMap;

/// Values, each found by an identity of sixteen bytes and listed in the order of the identities. Nothing is ever taken out.
///
/// The map holds places only, so that the download holds one map for all the kinds of value.
#[derive(Clone, Debug)]
pub struct Table<V> {
    places: BTreeMap<[u8; 16], usize>,
    values: Vec<V>,
}

impl<V> Default for Table<V> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), values: Vec::new() }
    }
}

impl<V> Table<V> {
    /// The value of that identity.
    #[must_use]
    pub fn get(&self, id: &[u8; 16]) -> Option<&V> {
        self.values.get(place(&self.places, id)?)
    }

    /// The value of that identity, to be changed.
    pub fn get_mut(&mut self, id: &[u8; 16]) -> Option<&mut V> {
        let place = place(&self.places, id)?;
        self.values.get_mut(place)
    }

    /// The values in the order in which they were put.
    #[must_use]
    pub fn into_values(self) -> Vec<V> {
        self.values
    }

    /// The value of that identity, made where there is none yet.
    pub fn get_or_insert_with(&mut self, id: &[u8; 16], make: impl FnOnce() -> V) -> &mut V {
        let next = self.values.len();
        let place = place_or(&mut self.places, id, next);
        if place == next {
            self.values.push(make());
        }
        &mut self.values[place]
    }

    /// Puts a value where there is none yet. Returns whether it was put.
    pub fn insert_new(&mut self, id: &[u8; 16], value: V) -> bool {
        let before = self.values.len();
        self.get_or_insert_with(id, || value);
        self.values.len() > before
    }

    /// The values in the order of their identities.
    pub fn iter(&self) -> impl Iterator<Item = &V> {
        self.places.values().filter_map(|place| self.values.get(*place))
    }
}

fn place(places: &BTreeMap<[u8; 16], usize>, id: &[u8; 16]) -> Option<usize> {
    places.get(id).copied()
}

fn place_or(places: &mut BTreeMap<[u8; 16], usize>, id: &[u8; 16], next: usize) -> usize {
    *places.entry(*id).or_insert(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_each_once_and_lists_them_by_identity() {
        let mut table = Table::default();
        for (id, value) in [(3, 'c'), (1, 'a'), (2, 'b')] {
            assert!(table.insert_new(&[id; 16], value));
        }
        assert!(!table.insert_new(&[1; 16], 'z'));
        assert_eq!(table.iter().collect::<String>(), "abc");
        *table.get_or_insert_with(&[2; 16], || 'x') = 'y';
        assert_eq!((table.get(&[2; 16]), table.get(&[9; 16])), (Some(&'y'), None));
        assert_eq!(*table.get_or_insert_with(&[4; 16], || 'd'), 'd');
    }
}
