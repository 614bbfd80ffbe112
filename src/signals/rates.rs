//! The rates of false flags, from the simulation of `examples/signals` (`docs/signals.md` has the whole table).

/// In which share of courses without any change a flag is raised at least once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Twelve sessions, people varying unequally (coefficient of variation .3) and sessions resembling those before
    /// (autocorrelation .3), the noise estimated from a caseload of forty.
    pub twelve: f64,
    /// Forty sessions of the same.
    pub forty: f64,
    /// The largest rate over all conditions and lengths of the table.
    pub worst: f64,
}

/// The alliance below what is usual.
pub const OWN_CHANGE: Rate = Rate { twelve: 0.0215, forty: 0.0285, worst: 0.0387 };

/// The outcome worse than usual.
pub const OUTCOME: Rate = Rate { twelve: 0.0073, forty: 0.011, worst: 0.0163 };

/// A slow fall.
pub const TREND: Rate = Rate { twelve: 0.0032, forty: 0.0053, worst: 0.0053 };

/// Any of them.
pub const ANY: Rate = Rate { twelve: 0.0297, forty: 0.041, worst: 0.0498 };

impl Rate {
    /// Of so many people in whom nothing changes, how many would have it by chance in a course of twelve sessions: "of 40
    /// people about one".
    #[must_use]
    pub fn by_chance_of(&self, people: usize) -> f64 {
        self.twelve * people as f64
    }
}
