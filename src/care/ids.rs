//! Identities: random UUIDs, one type each so that a person can never be taken for a session.

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
