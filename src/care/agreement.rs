//! The working agreement: what each side expects, does and will look for, and what became of it.

use time::Date;

use super::{EpisodeId, OwnWords, PersonId};
use crate::plain::{plain_enum, plain_struct};

/// The working agreement of one person in one episode (or outside of any), stated as a whole: a later statement takes the place
/// of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Whose.
    pub person: PersonId,
    /// In which episode; nothing where there was none.
    pub episode: Option<EpisodeId>,
    /// The day on which it was made.
    pub made: Date,
    /// What is expected of the work together.
    pub expectations: BothWords,
    /// Who does what.
    pub roles: BothWords,
    /// By what signs both will know that it works.
    pub signs: BothWords,
    /// Looked back at midway.
    pub midway: Option<Review>,
    /// Looked back at in the end.
    pub end: Option<Review>,
}

/// What the agreement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What is expected.
    Expectations,
    /// Who does what.
    Roles,
    /// How both will know that it works.
    Signs,
}

impl Topic {
    /// Each, in the order in which it is asked.
    pub const ALL: [Self; 3] = [Self::Expectations, Self::Roles, Self::Signs];
}

/// When an agreement is looked back at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// About half-way.
    Midway,
    /// In the end.
    End,
}

/// The words of each side on one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BothWords {
    /// The patient's.
    pub patient: Option<OwnWords>,
    /// The therapist's.
    pub therapist: Option<OwnWords>,
}

/// An agreement beside what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The day on which both looked back.
    pub held: Date,
    /// Of what was expected.
    pub expectations: BothViews,
    /// Of who does what.
    pub roles: BothViews,
    /// Of the signs.
    pub signs: BothViews,
}

/// What each side says became of one topic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BothViews {
    /// The patient.
    pub patient: Became,
    /// The therapist.
    pub therapist: Became,
}

/// What became of one topic, as one side sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Became {
    /// Whether it came as agreed; nothing where that side did not say.
    pub verdict: Option<Verdict>,
    /// What happened, in own words.
    pub words: Option<OwnWords>,
}

/// Whether something came as agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As agreed.
    Kept,
    /// It was changed on the way.
    Changed,
    /// It did not.
    Not,
}

impl Agreement {
    /// An agreement of which nothing is worded yet.
    #[must_use]
    pub fn new(person: PersonId, episode: Option<EpisodeId>, made: Date) -> Self {
        let nothing = BothWords::default;
        let (expectations, roles, signs) = (nothing(), nothing(), nothing());
        Self { person, episode, made, expectations, roles, signs, midway: None, end: None }
    }

    /// The words on a topic.
    #[must_use]
    pub const fn on(&self, topic: Topic) -> &BothWords {
        match topic {
            Topic::Expectations => &self.expectations,
            Topic::Roles => &self.roles,
            Topic::Signs => &self.signs,
        }
    }

    /// What was said at a review; nothing where none was held.
    #[must_use]
    pub const fn review(&self, moment: Moment) -> Option<&Review> {
        match moment {
            Moment::Midway => self.midway.as_ref(),
            Moment::End => self.end.as_ref(),
        }
    }

    /// The identity under which it is kept: the episode's, or none.
    #[must_use]
    pub fn key(&self) -> [u8; 16] {
        self.episode.map_or([0; 16], |episode| *episode.as_bytes())
    }
}

impl Review {
    /// What became of a topic.
    #[must_use]
    pub const fn on(&self, topic: Topic) -> &BothViews {
        match topic {
            Topic::Expectations => &self.expectations,
            Topic::Roles => &self.roles,
            Topic::Signs => &self.signs,
        }
    }

    /// The topics of which the two sides say different things.
    #[must_use]
    pub fn apart(&self) -> Vec<Topic> {
        let differ = |topic: &Topic| {
            let both = self.on(*topic);
            both.patient.verdict.zip(both.therapist.verdict).is_some_and(|(a, b)| a != b)
        };
        Topic::ALL.into_iter().filter(differ).collect()
    }
}

plain_struct!(Agreement { person, made } default { episode, expectations, roles, signs, midway, end });
plain_struct!(BothWords {} default { patient, therapist });
plain_struct!(Review { held } default { expectations, roles, signs });
plain_struct!(BothViews {} default { patient, therapist });
plain_struct!(Became {} default { verdict, words });
plain_enum!(Verdict { "kept" = Kept, "changed" = Changed, "not" = Not });

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::words::day;

    /// An agreement of which everything is said.
    pub fn whole(person: PersonId, text: &str) -> Agreement {
        let words = || OwnWords::new(text).unwrap();
        let both = || BothWords { patient: words(), therapist: words() };
        let became = |verdict| Became { verdict: Some(verdict), words: words() };
        let made = day(2026, 11, 2).unwrap();
        let review = Review {
            held: day(2026, 11, 23).unwrap(),
            expectations: BothViews { patient: became(Verdict::Kept), therapist: became(Verdict::Kept) },
            roles: BothViews { patient: became(Verdict::Changed), therapist: became(Verdict::Not) },
            signs: BothViews { patient: became(Verdict::Not), therapist: Became::default() },
        };
        Agreement {
            expectations: both(),
            roles: both(),
            signs: both(),
            midway: Some(review.clone()),
            end: Some(review),
            ..Agreement::new(person, Some(EpisodeId::from_bytes([9; 16])), made)
        }
    }

    #[test]
    fn it_is_read_back_and_what_is_not_said_takes_no_room() {
        let person = PersonId::from_bytes([4; 16]);
        let full = whole(person, "meet on time");
        let bare = Agreement::new(person, None, full.made);
        let text = serde_json::to_string(&bare).unwrap();
        assert!(!text.contains("roles") && !text.contains("null"), "{text}");
        assert_eq!((bare.key(), full.key()), ([0; 16], *EpisodeId::from_bytes([9; 16]).as_bytes()));
        for one in [full, bare] {
            assert_eq!(serde_json::from_str::<Agreement>(&serde_json::to_string(&one).unwrap()).unwrap(), one);
        }
    }

    #[test]
    fn where_the_two_differ_is_named_and_silence_is_no_difference() {
        let full = whole(PersonId::from_bytes([4; 16]), "x");
        assert_eq!(full.review(Moment::End).unwrap().apart(), [Topic::Roles]);
        assert_eq!(Topic::ALL.map(|topic| full.on(topic).patient.is_some()), [true; 3]);
    }
}
