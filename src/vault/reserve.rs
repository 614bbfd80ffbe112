//! Room kept free: a text of no meaning that goes when the store is full, so that one more save always works; and how full
//! the store is.

use rand_core::CryptoRngCore;

use super::journal::AppendError;
use super::place::Place;
use super::seal::random;
use super::storage::{Storage, StorageError};
use super::text::{encode, hex};

/// How many characters an origin has in the browsers that give the least; it is assumed everywhere.
pub const ASSUMED: usize = 5_242_880;
/// How many characters the reserve has.
pub const RESERVE: usize = 256 * 1024;

/// The keys of the reserve; none where it is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reserve(Vec<String>);

/// How full the browser's storage for this page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fullness {
    /// Characters in use by all keys and values of the origin, the reserve not counted.
    pub used: usize,
    /// Characters that can be used before the reserve has to go; assumed, since no browser says.
    pub room: usize,
    /// Whether the reserve is there.
    pub reserved: bool,
}

/// How urgent a [`Fullness`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pressure {
    /// Below 60 %.
    None,
    /// From 60 %: make a plan.
    Noticeable,
    /// From 80 %: make a backup, and room.
    High,
    /// From 90 %, or the reserve was used.
    Urgent,
}

impl Fullness {
    /// The part in use, in whole per cent; above 100 where the browser gives more than was assumed.
    #[must_use]
    pub fn percent(&self) -> usize {
        (self.used.saturating_mul(100)).checked_div(self.room).unwrap_or(100)
    }

    /// How urgent it is.
    #[must_use]
    pub fn pressure(&self) -> Pressure {
        match self.percent() {
            _ if !self.reserved && self.percent() >= 60 => Pressure::Urgent,
            0..60 => Pressure::None,
            60..80 => Pressure::Noticeable,
            80..90 => Pressure::High,
            _ => Pressure::Urgent,
        }
    }
}

impl Reserve {
    /// The reserve of a vault.
    pub(crate) async fn find<S: Storage>(storage: &S, place: &Place) -> Result<Self, StorageError> {
        Ok(Self(storage.keys(&place.room("r")).await?))
    }

    pub(crate) fn is_there(&self) -> bool {
        !self.0.is_empty()
    }

    /// Writes it, where it is not there. Where there is no room for it that is no error: then it is not there.
    pub(crate) async fn make<S: Storage>(
        &mut self,
        storage: &S,
        place: &Place,
        rng: &mut dyn CryptoRngCore,
    ) -> Result<(), AppendError> {
        if self.is_there() {
            return Ok(());
        }
        // Chance, since a browser may count what it could compress as less.
        let mut text = String::with_capacity(RESERVE);
        while text.len() < RESERVE {
            text.push_str(&encode(&random::<3072>(rng)?));
        }
        let key = format!("{}{}", place.room("r"), hex(&random::<8>(rng)?));
        match storage.write(&key, &text).await {
            Ok(()) => self.0.push(key),
            Err(StorageError::Full) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Writes; where the store is full, gives the reserve up and tries once more.
    pub(crate) async fn write<S: Storage>(&mut self, storage: &S, key: &str, text: &str) -> Result<(), StorageError> {
        match storage.write(key, text).await {
            Err(StorageError::Full) if self.is_there() => {
                for key in &self.0 {
                    storage.remove(key).await?;
                }
                // A mirrored store gives the room free only now.
                storage.durable().await?;
                self.0.clear();
                storage.write(key, text).await
            }
            outcome => outcome,
        }
    }
}

/// How full a store is. Reads everything in it: not for every save.
pub(crate) async fn fullness<S: Storage>(storage: &S, reserve: &Reserve) -> Result<Fullness, StorageError> {
    let mut used = 0;
    for key in storage.keys("").await? {
        if !reserve.0.contains(&key) {
            used += key.len() + storage.read(&key).await?.map_or(0, |text| text.len());
        }
    }
    Ok(Fullness { used, room: ASSUMED - RESERVE, reserved: reserve.is_there() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_come_at_sixty_eighty_and_ninety() {
        let at = |percent: usize, reserved| Fullness { used: percent * 10, room: 1000, reserved }.pressure();
        let expected = [(59, Pressure::None), (60, Pressure::Noticeable), (79, Pressure::Noticeable)];
        for (percent, pressure) in expected.into_iter().chain([
            (80, Pressure::High),
            (89, Pressure::High),
            (90, Pressure::Urgent),
            (250, Pressure::Urgent),
        ]) {
            assert_eq!(at(percent, true), pressure, "{percent}");
        }
        assert_eq!(at(59, false), Pressure::None, "a new vault has none yet");
        assert_eq!(at(60, false), Pressure::Urgent);
    }
}
