//! What is said once and then named by its number: identities and short texts.

use std::collections::BTreeMap;

use super::{
    CompactError,
    bytes::{In, Out},
};
use crate::care::ids::{COUNTED, ROOT};

/// Texts up to this many bytes can be named by number. It bounds how much a byte can stand for.
const SHORT: usize = 64;
/// How many texts can be named by number.
const MANY: usize = 1 << 14;
/// A counter above this is no counter but chance: the identity is written as it is.
const LARGEST: u64 = 1 << 24;

/// Identities from one source.
#[derive(Debug)]
struct Source {
    root: [u8; ROOT],
    next: u64,
}

/// The identities and texts that have been said.
#[derive(Debug, Default)]
pub(super) struct Names {
    sources: Vec<Source>,
    /// Which source the last identity came from.
    last: usize,
    texts: Vec<String>,
    /// By text; only the writer needs it.
    places: BTreeMap<String, usize>,
}

fn split(id: &[u8; 16]) -> ([u8; ROOT], u64) {
    let (mut root, mut count) = ([0; ROOT], [0; 8]);
    for (at, byte) in id.iter().enumerate() {
        if let Some(slot) = root.get_mut(at) {
            *slot = *byte;
        } else if let Some(slot) = count.get_mut(8 - COUNTED + at - ROOT) {
            *slot = *byte;
        }
    }
    (root, u64::from_be_bytes(count))
}

fn join(root: &[u8; ROOT], count: u64) -> [u8; 16] {
    let mut id = [0; 16];
    for (slot, byte) in id.iter_mut().zip(root.iter().chain(count.to_be_bytes().iter().skip(8 - COUNTED))) {
        *slot = *byte;
    }
    id
}

/// The codes of an identity: the next of the last source; any sixteen bytes; or a source (a new one where it is the number
/// of sources) and the distance of the counter from the one that would be next.
const NEXT: u64 = 0;
const RAW: u64 = 1;
const FROM: u64 = 2;

impl Names {
    /// The identity that is next in order.
    pub(super) fn expected(&self) -> Option<[u8; 16]> {
        self.sources.get(self.last).map(|source| join(&source.root, source.next))
    }

    /// Takes note that the expected identity was used.
    pub(super) fn use_expected(&mut self) -> Result<[u8; 16], CompactError> {
        let id = self.expected().ok_or(CompactError::Invalid)?;
        if let Some(source) = self.sources.get_mut(self.last) {
            source.next = source.next.wrapping_add(1);
        }
        Ok(id)
    }

    pub(super) fn write_id(&mut self, out: &mut Out, id: &[u8; 16]) {
        if self.expected().as_ref() == Some(id) {
            out.number(NEXT);
            // It is the expected one: there is a source.
            let _ = self.use_expected();
            return;
        }
        let (root, count) = split(id);
        if count >= LARGEST {
            out.number(RAW);
            out.bytes(id);
            return;
        }
        let at = self.sources.iter().rposition(|source| source.root == root).unwrap_or(self.sources.len());
        out.number(FROM + at as u64);
        if at == self.sources.len() {
            out.bytes(&root);
            self.sources.push(Source { root, next: 0 });
        }
        if let Some(source) = self.sources.get_mut(at) {
            out.signed(count.wrapping_sub(source.next) as i64);
            source.next = count + 1;
        }
        self.last = at;
    }

    pub(super) fn read_id(&mut self, input: &mut In) -> Result<[u8; 16], CompactError> {
        match input.number()? {
            NEXT => self.use_expected(),
            RAW => input.array(),
            code => {
                let at = usize::try_from(code - FROM).map_err(|_| CompactError::Invalid)?;
                if at == self.sources.len() {
                    self.sources.push(Source { root: input.array()?, next: 0 });
                }
                let distance = input.signed()?;
                let source = self.sources.get_mut(at).ok_or(CompactError::Invalid)?;
                let count = source.next.wrapping_add_signed(distance);
                source.next = count.wrapping_add(1);
                self.last = at;
                Ok(join(&source.root, count))
            }
        }
    }

    /// The number of a text that was said before.
    pub(super) fn place(&self, text: &str) -> Option<usize> {
        self.places.get(text).copied()
    }

    /// Gives a text its number, for the writer.
    pub(super) fn say(&mut self, text: &str) {
        if text.len() <= SHORT && self.places.len() < MANY && !self.places.contains_key(text) {
            self.places.insert(text.to_owned(), self.places.len());
        }
    }

    /// Gives a text its number, for the reader.
    pub(super) fn hear(&mut self, text: &str) {
        if text.len() <= SHORT && self.texts.len() < MANY {
            self.texts.push(text.to_owned());
        }
    }

    /// The text of a number.
    pub(super) fn text(&self, place: usize) -> Result<&str, CompactError> {
        self.texts.get(place).map(String::as_str).ok_or(CompactError::Invalid)
    }
}
