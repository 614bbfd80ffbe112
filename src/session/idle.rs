//! When an open vault locks by itself: after so much time in which nobody was there.
//!
//! Time is taken from two clocks, and the one that went further counts: the wall clock may be set back, and the other one stands
//! still on some devices while they sleep. So a device that slept for longer than the limit is locked when it wakes.

/// What a person can choose, in seconds.
pub const CHOICES: [u32; 5] = [120, 300, 600, 1800, 3600];
/// What holds until they do, in seconds.
pub const USUAL: u32 = 600;
/// How long before the lock the warning comes, in seconds; half of the limit where that is shorter.
const WARNING: u32 = 60;

/// What the time that has passed means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idleness {
    /// Nothing yet.
    None,
    /// It locks in so many seconds, unless somebody is there.
    Warning(u32),
    /// It locks.
    Over,
}

/// The time since somebody was there.
#[derive(Clone, Copy, Debug)]
pub struct Idle {
    limit_ms: u64,
    passed_ms: u64,
    wall: u64,
    steady: u64,
}

impl Idle {
    /// Somebody is there now. `limit` in seconds, the two clocks in milliseconds.
    #[must_use]
    pub const fn new(limit: u32, wall: u64, steady: u64) -> Self {
        Self { limit_ms: limit as u64 * 1000, passed_ms: 0, wall, steady }
    }

    /// Sets another limit, in seconds.
    pub const fn set_limit(&mut self, limit: u32) {
        self.limit_ms = limit as u64 * 1000;
    }

    /// Somebody is there.
    pub const fn there(&mut self, wall: u64, steady: u64) {
        (self.passed_ms, self.wall, self.steady) = (0, wall, steady);
    }

    /// What the time means that has passed.
    pub fn look(&mut self, wall: u64, steady: u64) -> Idleness {
        let by_wall = wall.saturating_sub(self.wall);
        let by_steady = steady.saturating_sub(self.steady);
        self.passed_ms = self.passed_ms.saturating_add(by_wall.max(by_steady));
        (self.wall, self.steady) = (wall, steady);
        let left = self.limit_ms.saturating_sub(self.passed_ms);
        let warning = (u64::from(WARNING) * 1000).min(self.limit_ms / 2);
        match left {
            0 => Idleness::Over,
            left if left <= warning => Idleness::Warning(u32::try_from(left.div_ceil(1000)).unwrap_or(WARNING)),
            _ => Idleness::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_comes_a_minute_before_and_any_sign_of_life_ends_it() {
        let mut idle = Idle::new(USUAL, 5_000, 0);
        for second in 1..540 {
            assert_eq!(idle.look(5_000 + second * 1000, second * 1000), Idleness::None, "{second}");
        }
        assert_eq!(idle.look(545_000, 540_000), Idleness::Warning(60));
        assert_eq!(idle.look(604_000, 599_000), Idleness::Warning(1));
        idle.there(604_000, 599_000);
        assert_eq!(idle.look(605_000, 600_000), Idleness::None);
        assert_eq!(idle.look(1_204_000, 1_199_000), Idleness::Over);
    }

    #[test]
    fn a_short_limit_warns_for_half_of_it() {
        let mut idle = Idle::new(8, 0, 0);
        assert_eq!(idle.look(3_900, 3_900), Idleness::None);
        assert_eq!(idle.look(4_000, 4_000), Idleness::Warning(4));
        assert_eq!(idle.look(8_000, 8_000), Idleness::Over);
    }

    #[test]
    fn sleep_counts_and_a_clock_set_back_gives_no_time() {
        // The steady clock stood still while the device slept.
        let mut idle = Idle::new(120, 0, 0);
        assert_eq!(idle.look(7_200_000, 1_000), Idleness::Over);
        // The wall clock was set back by a day.
        let mut idle = Idle::new(120, 90_000_000, 0);
        assert_eq!(idle.look(3_600_000, 30_000), Idleness::None);
        assert_eq!(idle.look(3_690_000, 120_000), Idleness::Over);
    }

    #[test]
    fn another_limit_holds_at_once() {
        let mut idle = Idle::new(3600, 0, 0);
        assert_eq!(idle.look(200_000, 200_000), Idleness::None);
        idle.set_limit(120);
        assert_eq!(idle.look(200_000, 200_000), Idleness::Over);
    }
}
