//! The manifest: which segments there are, and where the chain stood when they were made.
//!
//! It decides nothing about what is read: every segment that authenticates is. It names what has gone missing, keeps the
//! tag that the next record follows when all records are gathered, and makes a set of segments one thing that is there as a
//! whole or not yet.

use super::envelope::{Fault, Tag};
use super::piece::PieceName;
use super::record::{Damage, RecordName};
use crate::care::compact::{
    CompactError,
    bytes::{In, Out},
};

/// A segment that should be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) name: PieceName,
    /// The highest generation of its records.
    pub(crate) generation: u32,
    /// The places in the sequence of its first and last record.
    pub(crate) from: u64,
    pub(crate) to: u64,
    /// How many characters its text has.
    pub(crate) characters: usize,
}

/// What a manifest says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) segments: Vec<Listed>,
    /// The last record that was gathered and its tag.
    pub(crate) tip: Option<(RecordName, Tag)>,
}

impl Manifest {
    /// The bytes to seal.
    pub(crate) fn body(&self) -> Vec<u8> {
        let mut out = Out::default();
        out.number(self.segments.len() as u64);
        for listed in &self.segments {
            out.number(listed.name.number);
            out.bytes(&listed.name.nonce);
            out.number(listed.generation.into());
            out.number(listed.from);
            out.number(listed.to);
            out.number(listed.characters as u64);
        }
        out.byte(u8::from(self.tip.is_some()));
        if let Some((name, tag)) = &self.tip {
            out.number(name.generation.into());
            out.number(name.sequence);
            out.bytes(&name.writer);
            out.bytes(tag);
        }
        out.done()
    }

    /// From opened bytes.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Fault> {
        Self::parse(body).map_err(|_| Fault::Damaged(Damage::Unreadable))
    }

    fn parse(body: &[u8]) -> Result<Self, CompactError> {
        let mut input = In::of(body);
        let generation = |number| u32::try_from(number).map_err(|_| CompactError::Invalid);
        let mut manifest = Self::default();
        for _ in 0..input.length()? {
            manifest.segments.push(Listed {
                name: PieceName { number: input.number()?, nonce: input.array()? },
                generation: generation(input.number()?)?,
                from: input.number()?,
                to: input.number()?,
                characters: usize::try_from(input.number()?).map_err(|_| CompactError::Invalid)?,
            });
        }
        if input.byte()? == 1 {
            let (generation, sequence) = (generation(input.number()?)?, input.number()?);
            manifest.tip = Some((RecordName { generation, sequence, writer: input.array()? }, input.array()?));
        }
        input.end()?;
        Ok(manifest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_back_as_written_and_not_with_anything_more_or_less() {
        let listed = |number| Listed {
            name: PieceName { number, nonce: [3; 8] },
            generation: 2,
            from: 1,
            to: 1 << 40,
            characters: 131_072,
        };
        let tip = Some((RecordName { generation: 2, sequence: 1 << 40, writer: [5; 8] }, [6; 16]));
        for manifest in [Manifest::default(), Manifest { segments: vec![listed(1), listed(9)], tip }] {
            let body = manifest.body();
            assert_eq!(Manifest::read(&body), Ok(manifest));
            assert!((0..body.len()).all(|cut| Manifest::read(&body[..cut]).is_err()));
            assert!(Manifest::read(&[&body[..], &[0]].concat()).is_err());
        }
    }
}
