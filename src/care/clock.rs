//! The hybrid logical clock that orders events of several devices.

use std::{fmt, str::FromStr};

use crate::plain::plain_text;

/// A moment of the hybrid logical clock: wall-clock milliseconds since 1970 and a counter for what happened within one,
/// or while the wall clock stood back. Written as `ms.counter`. Source: Kulkarni et al. 2014.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Milliseconds since 1970, never less than any seen before.
    pub ms: u64,
    /// Orders moments of the same millisecond.
    pub counter: u32,
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.ms, self.counter)
    }
}

impl FromStr for Stamp {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (ms, counter) = text.split_once('.').ok_or("a stamp has a dot between its parts")?;
        match (ms.parse(), counter.parse()) {
            (Ok(ms), Ok(counter)) => Ok(Self { ms, counter }),
            _ => Err("the parts of a stamp are whole numbers"),
        }
    }
}

plain_text!(Stamp);

/// Hands out stamps, each later than every one it gave or saw.
#[derive(Clone, Copy, Debug, Default)]
pub struct HybridClock {
    last: Stamp,
}

impl HybridClock {
    /// The next stamp, at the wall clock's `now_ms` or, where that stands behind what was seen, just after it.
    pub fn next(&mut self, now_ms: u64) -> Stamp {
        self.last = if now_ms > self.last.ms {
            Stamp { ms: now_ms, counter: 0 }
        } else {
            match self.last.counter.checked_add(1) {
                Some(counter) => Stamp { counter, ..self.last },
                None => Stamp { ms: self.last.ms.saturating_add(1), counter: 0 },
            }
        };
        self.last
    }

    /// Takes note of a stamp read from a journal or another device.
    pub fn saw(&mut self, stamp: Stamp) {
        self.last = self.last.max(stamp);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_rise_although_the_wall_clock_is_set_back() {
        let mut clock = HybridClock::default();
        let stamps: Vec<Stamp> = [100, 100, 40, 101, 7].into_iter().map(|now| clock.next(now)).collect();
        assert!(stamps.windows(2).all(|pair| pair[0] < pair[1]), "{stamps:?}");
        clock.saw(Stamp { ms: 900, counter: 3 });
        assert_eq!(clock.next(500), Stamp { ms: 900, counter: 4 });
        clock.saw(Stamp { ms: 900, counter: u32::MAX });
        assert_eq!(clock.next(500), Stamp { ms: 901, counter: 0 });
    }

    #[test]
    fn written_and_read_back() {
        let stamp = Stamp { ms: 1_795_392_000_000, counter: 2 };
        assert_eq!(stamp.to_string().parse(), Ok(stamp));
        for bad in ["", "1", "1.", ".1", "a.b", "-1.0", "1.2.3"] {
            assert!(bad.parse::<Stamp>().is_err(), "{bad}");
        }
    }
}
