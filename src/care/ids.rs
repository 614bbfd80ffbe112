//! Identities: UUIDs, one type each so that a person can never be taken for a session.

use std::{fmt, str::FromStr};

use rand_core::{CryptoRng, RngCore};
use uuid::{Builder, Uuid};

use crate::plain::plain_text;

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Uuid);

        impl $name {
            /// A new random (version 4) identity.
            pub fn random<R: RngCore + CryptoRng>(rng: &mut R) -> Self {
                Self::from_bytes({
                    let mut bytes = [0; 16];
                    rng.fill_bytes(&mut bytes);
                    bytes
                })
            }

            /// The identity made of these random bytes, the version's bits set.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Builder::from_random_bytes(bytes).into_uuid())
            }

            /// Its sixteen bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        plain_text!($name);
    };
}

/// How many bytes of an identity are chance.
pub(super) const ROOT: usize = 11;
/// How many bytes of it count.
pub(super) const COUNTED: usize = 16 - ROOT;

/// Hands out identities: eleven random bytes that are drawn once, each time the record is opened, and five that count.
///
/// Identities of one source differ in the count, those of different sources in the 82 bits of chance. A new source is drawn
/// at each opening and never kept, so that an identity is not used twice where a browser loses the end of what was written
/// or a disk is put back to an earlier day. Neighbours in a journal share the eleven bytes, which is what makes them small
/// there: [`compact`](super::compact) says them once. Who sees two identities of one source can tell that both were made
/// between one opening and one lock; what leaves the device for strangers (pseudonymous exports, invitations) has
/// identities of its own.
#[derive(Debug)]
pub struct IdSource {
    root: [u8; ROOT],
    next: u64,
}

impl IdSource {
    /// A source of its own.
    pub fn new<R: RngCore + CryptoRng>(rng: &mut R) -> Self {
        let mut root = [0; ROOT];
        rng.fill_bytes(&mut root);
        Self::of(root)
    }

    /// The source with these random bytes.
    #[must_use]
    pub const fn of(root: [u8; ROOT]) -> Self {
        Self { root, next: 0 }
    }

    /// The next identity, for whatever it is to name. After a million million it begins anew.
    pub fn draw<Id: From<Uuid>>(&mut self) -> Id {
        let mut bytes = [0; 16];
        let count = self.next.to_be_bytes();
        for (slot, byte) in bytes.iter_mut().zip(self.root.iter().chain(count.iter().skip(8 - COUNTED))) {
            *slot = *byte;
        }
        self.next = self.next.wrapping_add(1);
        Builder::from_random_bytes(bytes).into_uuid().into()
    }
}

identity!(
    /// Which event; its only identity.
    EventId
);
identity!(
    /// Which device wrote an event (where it came from, not what it is).
    DeviceId
);
identity!(
    /// Which person.
    PersonId
);
identity!(
    /// Which session.
    SessionId
);
identity!(
    /// Which handing-over of the device.
    TurnId
);
identity!(
    /// Which episode of care. Several people can be in one.
    EpisodeId
);
identity!(
    /// Which goal of a person.
    GoalId
);
identity!(
    /// Which medicine of a person.
    MedicineId
);
identity!(
    /// Which professional of the address book.
    ProfessionalId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_of_a_source_are_neighbours_and_of_version_four() {
        let mut source = IdSource::of([0xff; ROOT]);
        let ids: Vec<EventId> = (0..300).map(|_| source.draw()).collect();
        assert_eq!(ids[0].to_string(), "ffffffff-ffff-4fff-bfff-ff0000000000");
        assert_eq!(ids[299].to_string(), "ffffffff-ffff-4fff-bfff-ff000000012b");
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        let other: EventId = IdSource::of([0xfe; ROOT]).draw();
        assert!(!ids.contains(&other));
    }
}
