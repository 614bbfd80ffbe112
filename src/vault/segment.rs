//! Segments: many records in one text, never changed.
//!
//! The sealed bytes say which records they account for, as runs; which of these are left out, because a person was erased;
//! and then the records' bodies, packed by [`compact`]. A record that was left out stays accounted for, so that an old copy
//! of it that turns up again is not taken in.

use std::ops::Range;

use super::coverage::{Run, runs};
use super::envelope::Fault;
use super::record::{Damage, RecordName};
use super::seal::{NONCE, TAG};
use crate::care::compact::{
    self, CompactError, Item,
    bytes::{In, Out},
};

/// The most characters of a segment's text. A single body that is longer has a segment of its own.
pub(crate) const CHARACTERS: usize = 128 * 1024;
/// What sealing adds: header, nonce and tag.
const HEADER: usize = 16 + 8 + 8 + 1 + TAG + NONCE + TAG;
/// The most bytes before sealing and base64.
const BYTES: usize = (CHARACTERS - 2) / 4 * 3 - HEADER;
/// More records than any segment accounts for.
const RECORDS: u64 = 1 << 22;

/// A record and what it holds; nothing where that was left out.
pub(crate) type Entry = (RecordName, Option<Item>);

/// The ranges of places at which there is nothing.
fn left_out(entries: &[Entry]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (place, (_, item)) in entries.iter().enumerate() {
        match ranges.last_mut() {
            _ if item.is_some() => {}
            Some(last) if last.end == place => last.end += 1,
            _ => ranges.push(place..place + 1),
        }
    }
    ranges
}

/// Packs items so that they come out as they are: should they not, they are kept as the lines that they are.
fn pack(items: Vec<Item>) -> Vec<u8> {
    let packed = compact::pack(&items);
    if compact::unpack(&packed).as_ref() == Ok(&items) {
        return packed;
    }
    let lines: Vec<Item> = items.iter().map(|item| Item::Line(item.to_body())).collect();
    compact::pack(&lines)
}

/// The bytes to seal.
fn body(entries: &[Entry]) -> Vec<u8> {
    let mut out = Out::default();
    let runs = runs(entries.iter().map(|(name, _)| *name));
    out.number(runs.len() as u64);
    for Run { first, count } in runs {
        out.number(first.generation.into());
        out.bytes(&first.writer);
        out.number(first.sequence);
        out.number(count);
    }
    let gone = left_out(entries);
    out.number(gone.len() as u64);
    let mut at = 0;
    for range in gone {
        out.number((range.start - at) as u64);
        out.number(range.len() as u64);
        at = range.end;
    }
    out.bytes(&pack(entries.iter().filter_map(|(_, item)| item.clone()).collect()));
    out.done()
}

/// The bytes of one segment or of several, each with the entries that are in it: none is longer than is allowed, unless it
/// holds a single record.
pub(crate) fn bodies(entries: Vec<Entry>) -> Vec<(Vec<Entry>, Vec<u8>)> {
    let body = body(&entries);
    if body.len() <= BYTES || entries.len() < 2 {
        return vec![(entries, body)];
    }
    // Not by halves: all but the last should be as full as possible.
    let share = entries.len() * BYTES / body.len();
    let mut first = entries;
    let rest = first.split_off((share * 95 / 100).clamp(1, first.len() - 1));
    [bodies(first), bodies(rest)].into_iter().flatten().collect()
}

/// How many characters the text has whose opened bytes are these.
pub(crate) fn characters(body: &[u8]) -> usize {
    2 + (body.len() + HEADER).div_ceil(3) * 4
}

/// What a segment's opened bytes hold.
pub(crate) fn read(body: &[u8]) -> Result<Vec<Entry>, Fault> {
    parse(body).map_err(|error| match error {
        CompactError::Newer => Fault::Newer,
        _ => Fault::Damaged(Damage::Unreadable),
    })
}

fn parse(body: &[u8]) -> Result<Vec<Entry>, CompactError> {
    let mut input = In::of(body);
    let mut names = Vec::new();
    for _ in 0..input.length()? {
        let generation = u32::try_from(input.number()?).map_err(|_| CompactError::Invalid)?;
        let writer = input.array()?;
        let sequence = input.number()?;
        let run = Run { first: RecordName { generation, sequence, writer }, count: input.number()? };
        if run.count + names.len() as u64 > RECORDS || sequence.checked_add(run.count).is_none() {
            return Err(CompactError::Invalid);
        }
        names.extend(run.names());
    }
    let mut gone = Vec::new();
    let mut at = 0_usize;
    for _ in 0..input.length()? {
        let mut step = || usize::try_from(input.number()?).map_err(|_| CompactError::Invalid);
        let start = at.checked_add(step()?).ok_or(CompactError::Invalid)?;
        let end = start.checked_add(step()?).filter(|end| *end <= names.len()).ok_or(CompactError::Invalid)?;
        gone.push(start..end);
        at = end;
    }
    let mut items = compact::unpack(input.rest())?.into_iter();
    let mut gone = gone.into_iter().peekable();
    let mut entries = Vec::with_capacity(names.len());
    for (place, name) in names.into_iter().enumerate() {
        while gone.next_if(|range| range.end <= place).is_some() {}
        let item = match gone.peek() {
            Some(range) if range.contains(&place) => None,
            _ => Some(items.next().ok_or(CompactError::Invalid)?),
        };
        entries.push((name, item));
    }
    if items.next().is_some() { Err(CompactError::Invalid) } else { Ok(entries) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(sequence: u64, item: Option<&[u8]>) -> Entry {
        let name = RecordName { generation: 1, sequence, writer: [sequence as u8 / 7; 8] };
        (name, item.map(|body| Item::Line(body.to_vec())))
    }

    proptest! {
        #[test]
        fn entries_come_out_as_they_went_in(items in prop::collection::vec(prop::option::of(prop::collection::vec(any::<u8>(), 0..9)), 0..40)) {
            let entries: Vec<Entry> = items.iter().zip(3..).map(|(item, at)| entry(at, item.as_deref())).collect();
            let all = bodies(entries.clone());
            prop_assert_eq!(all.len(), 1);
            prop_assert_eq!(&all[0].0, &entries);
            prop_assert_eq!(read(&all[0].1).unwrap(), entries);
        }

        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = read(&bytes);
        }
    }

    #[test]
    fn what_is_too_much_for_one_segment_becomes_several() {
        let noise =
            |at: u64| -> Vec<u8> { (0..1000_u64).map(|i| (i * i * 31 + at * 77) as u8 ^ (i >> 3) as u8).collect() };
        let entries: Vec<Entry> = (0..300).map(|at| entry(at, Some(&noise(at)))).collect();
        let all = bodies(entries.clone());
        assert!((4..=6).contains(&all.len()), "{}", all.len());
        assert!(all.iter().all(|(_, body)| body.len() <= BYTES));
        let back: Vec<Entry> = all.iter().flat_map(|(_, body)| read(body).unwrap()).collect();
        assert!(back == entries);
        let one = bodies(vec![entry(1, Some(&vec![7; 300_000])), entry(2, Some(b"small"))]);
        assert_eq!(one.iter().map(|(entries, _)| entries.len()).collect::<Vec<_>>(), [1, 1]);
    }
}
