//! What of a log is about some people, found in one reading of it, piece by piece and in any order.

use super::{About, Erasures, Event, PersonId, Read, about, compact::Item, read};

/// Events about events about events: more levels than any record has.
const LEVELS: usize = 8;

/// A reading that is under way. What names the people is recognised at once; what may be theirs by way of other events (an
/// answer's event, a session) is kept until the end, and there is little of it.
#[derive(Clone, Debug)]
pub struct Theirs {
    found: Erasures,
    perhaps: Vec<Read>,
}

impl Theirs {
    /// Begins, for these people.
    #[must_use]
    pub fn of(people: &[PersonId]) -> Self {
        Self { found: Erasures::begin(people), perhaps: Vec::new() }
    }

    /// Looks at one event. Returns whether it is theirs, or may be.
    pub fn see(&mut self, read: &Read) -> bool {
        let perhaps = match read {
            Read::Known(event) => match self.known(event) {
                Some(theirs) => return theirs,
                None => true,
            },
            Read::Unknown { .. } => true,
        };
        if perhaps && !self.found.is_empty() {
            self.perhaps.push(read.clone());
        }
        perhaps
    }

    /// As [`Theirs::see`], for an entry of a journal.
    pub fn see_item(&mut self, item: &Item) -> bool {
        match item {
            Item::Event(event) => self.known(event).unwrap_or_else(|| {
                self.perhaps.push(Read::Known(event.clone()));
                true
            }),
            // What is no event tells nothing of others, and goes or stays by what it says itself.
            Item::Line(line) => {
                std::str::from_utf8(line).ok().and_then(|line| read(line).ok()).is_none_or(|read| self.see(&read))
            }
        }
    }

    /// Whether the event is theirs; nothing where only other events tell.
    fn known(&mut self, event: &Event) -> Option<bool> {
        if matches!(about(&event.fact), About::Event(_) | About::Line(..)) {
            return None;
        }
        self.found.learn(event);
        let theirs = self.found.removes_event(event);
        if theirs {
            self.found.add(event.id);
        }
        Some(theirs)
    }

    /// Everything that is theirs.
    #[must_use]
    pub fn done(mut self) -> Erasures {
        for _ in 0..LEVELS {
            let mut any = false;
            for read in &self.perhaps {
                if self.found.removes(read) {
                    any |= self.found.add(read.id());
                }
            }
            if !any {
                break;
            }
        }
        self.found
    }
}
