//! The facts that events state.

use time::Date;

use super::{
    Agreement, Archiving, BackedUp, Consent, Contact, DoorOpen, Ending, Episode, EventId, Goal, GoalRated, Impression,
    Labelling, Medicine, PersonId, PersonName, Professional, Reached, SessionId, SessionNote, Showing, TurnId,
    summary::{Agreed, Summary},
};
use crate::plain::{plain_enum, plain_struct};
use crate::{
    instrument::{AnswerSet, Instrument, InstrumentRef, Plan},
    words::Lang,
};

/// What an event states. New kinds are added at the end; a kind is never changed in meaning.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fact {
    /// A person was added to the record.
    PersonAdded {
        /// Who.
        person: PersonId,
        /// What they are called here.
        name: PersonName,
    },
    /// A person is called something else from now on.
    PersonRenamed {
        /// Who.
        person: PersonId,
        /// What they are called now.
        name: PersonName,
    },
    /// A session was held on the event's date.
    SessionHeld {
        /// Which session.
        session: SessionId,
        /// With whom.
        person: PersonId,
    },
    /// The device was handed over so that a questionnaire could be answered on it.
    TurnOpened(TurnOpened),
    /// A handing-over ended.
    TurnClosed {
        /// Which one.
        turn: TurnId,
        /// How.
        how: TurnEnd,
    },
    /// A questionnaire was answered, in whole or in part.
    AnswersGiven(AnswersGiven),
    /// The local crisis contacts, replacing those before.
    ContactsSet {
        /// All of them, in the order in which they are shown.
        contacts: Vec<Contact>,
    },
    /// A questionnaire, or a new version of one, was imported, written here or filled in from a template.
    InstrumentAdded(Box<Instrument>),
    /// A questionnaire is no longer offered, or is again. What was answered with it stays readable.
    InstrumentPutAside {
        /// Its name, all versions alike.
        instrument: String,
        /// Whether it is put aside from now on.
        aside: bool,
    },
    /// The terms of a questionnaire were read and agreed to.
    TermsAgreed {
        /// Its name, all versions alike.
        instrument: String,
    },
    /// What is asked when, for one person or for all without a plan of their own; replaces the plan before.
    PlanSet {
        /// For whom; nothing for everybody.
        person: Option<PersonId>,
        /// The plan.
        plan: Plan,
    },
    /// What was done about an answer that asks about harm, suicide or abuse. Until then it stands above everything.
    RiskAnswered {
        /// The event that gave the answer.
        answers: EventId,
        /// What was done, in the therapist's words.
        done: String,
    },
    /// Two persons of the record are one, made twice by two devices. Shown as one from now on.
    SamePerson {
        /// One of them.
        a: PersonId,
        /// The other.
        b: PersonId,
    },
    /// Two sessions of the record are one, made twice by two devices.
    SameSession {
        /// One of them.
        a: SessionId,
        /// The other.
        b: SessionId,
    },
    /// What the event states does not count: an ordinary deletion, which can be undone. Has an effect on what is stated of
    /// people, sessions, answers and risk; questionnaires, plans and contacts are replaced instead.
    Withdrawn {
        /// The event.
        event: EventId,
    },
    /// What the event states counts again. Of several words on one event the latest holds, so that no chain of withdrawn
    /// withdrawals has to be followed.
    Reinstated {
        /// The event.
        event: EventId,
    },
    /// Everything about the person, past and future and from any device, is to be gone.
    PersonErased {
        /// Who.
        person: PersonId,
    },
    /// The person's record is hidden instead of erased, because it must be kept.
    PersonRestricted {
        /// Who.
        person: PersonId,
        /// Why, in the therapist's words.
        reason: String,
        /// The last day for which it must be kept, where there is one.
        until: Option<Date>,
    },
    /// The person's record is shown again.
    RestrictionLifted {
        /// Who.
        person: PersonId,
    },
    /// An event came from elsewhere in another form under the same identity. Neither form counts; both are kept.
    KeptAside {
        /// Its identity.
        event: EventId,
        /// The form that came from elsewhere, as it was.
        line: String,
    },
    /// Somebody's record, or the whole, was looked at, printed or taken out on the event's date. Stated once a day at most for
    /// one person and kind, and looking not at all on a day on which something was written about the person: that says it.
    Accessed {
        /// Whose record; nothing for that of all.
        person: Option<PersonId>,
        /// How.
        how: Access,
    },
    /// Everything up to a moment also lies in a file outside of the browser.
    BackedUp(BackedUp),
    /// An episode of care of one person, as a whole. The latest statement of one identity is shown.
    EpisodeStated(Box<Episode>),
    /// What a person agreed to in an episode, as a whole.
    ConsentNoted(Box<Consent>),
    /// Whether a member of a shared episode agrees that another sees their answers.
    ShowingAgreed(Showing),
    /// How a person takes part in a conversation, as the therapist saw it; replaces the statement before.
    ImpressionNoted(Impression),
    /// How the therapist works: their own answers to the preferences of the First Visit, by item. Replaces those before.
    StyleStated {
        /// The answers.
        answers: AnswerSet,
    },
    /// A label was put on a person, or taken off.
    Labelled(Labelling),
    /// A person was put into the archive, or brought back.
    PersonArchived(Archiving),
    /// A goal of one person, as a whole. The latest statement of one identity is shown.
    GoalStated(Box<Goal>),
    /// How far a goal had come on the event's date.
    GoalRated(GoalRated),
    /// The working agreement of one person, as a whole, with what both said when they looked back.
    AgreementStated(Box<Agreement>),
    /// What was written down of a session, as a whole.
    SessionNoted(Box<SessionNote>),
    /// A medicine as it is from the event's date on.
    MedicineStated(Box<Medicine>),
    /// How an episode ended, or that it goes on again, as a whole.
    EndingStated(Box<Ending>),
    /// A professional of the address book, as a whole.
    ProfessionalStated(Box<Professional>),
    /// Whether somebody reached other help after an ending.
    ReachedNoted(Box<Reached>),
    /// What is said to somebody who stopped coming, as a whole.
    DoorOpened(Box<DoorOpen>),
    /// What is chosen for a hand-over summary, as a whole.
    SummaryStated(Box<Summary>),
    /// A hand-over summary was read, and agreed to or not.
    SummaryRead(Box<Agreed>),
}

/// How a record was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// On the screen.
    Viewed,
    /// Printed.
    Printed,
    /// Taken out as a file.
    Exported,
}

/// The device was handed over. Only turns stated here are taken in later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnOpened {
    /// Which handing-over.
    pub turn: TurnId,
    /// To whom.
    pub person: PersonId,
    /// For which session.
    pub session: SessionId,
    /// What is asked, in this order.
    pub instruments: Vec<InstrumentRef>,
    /// In which language.
    pub lang: Lang,
    /// Who answers.
    pub by: AnsweredBy,
}

/// How a handing-over ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnEnd {
    /// The person finished and the answers were taken in.
    Finished,
    /// The person did not finish; the therapist took in what had been answered.
    Unfinished,
    /// The person did not finish, and the therapist let the draft go.
    Discarded,
}

/// One answered questionnaire.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswersGiven {
    /// The person whose alliance it is about.
    pub person: PersonId,
    /// The session it belongs to.
    pub session: SessionId,
    /// The handing-over it came from, where there was one.
    pub turn: Option<TurnId>,
    /// What was asked, and in which version.
    pub instrument: InstrumentRef,
    /// In which language it was answered.
    pub lang: Lang,
    /// How it was answered. A change of it starts a new baseline.
    pub how: AnsweredHow,
    /// Whether the person went through to the end.
    pub finished: bool,
    /// When the person wants to talk about it; nothing where they were not asked or did not say.
    pub talk: Option<Talk>,
    /// The answers.
    pub answers: AnswerSet,
    /// Who answered.
    pub by: AnsweredBy,
}

/// Who answered a questionnaire about a person. What a second rater answered is kept apart from what the person or the
/// therapist did, and no score is made across the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AnsweredBy {
    /// Whomever the questionnaire is for: the person, or the therapist.
    #[default]
    Respondent,
    /// A parent, or whoever stands in for one.
    Parent,
    /// The person's partner.
    Partner,
    /// Whoever prescribes their medicine.
    Prescriber,
    /// Somebody else.
    Other,
}

impl AnsweredBy {
    /// Each second rater.
    pub const SECOND: [Self; 4] = [Self::Parent, Self::Partner, Self::Prescriber, Self::Other];
}

/// How a questionnaire was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnsweredHow {
    /// By the person, on the clinic's or the therapist's device.
    Tablet,
    /// By the person, alone, on a device of their own.
    Alone,
    /// With the therapist in the room, who may see the answers.
    TherapistPresent,
    /// Asked over the telephone.
    Phone,
    /// On paper, and typed in later.
    Paper,
}

/// When a person wants to talk about what they answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talk {
    /// Now, in this session.
    Now,
    /// Next time.
    NextTime,
    /// They would rather raise it themselves.
    IWillRaiseIt,
}

plain_enum!(Fact {
    "person-added" = PersonAdded { person, name },
    "person-renamed" = PersonRenamed { person, name },
    "session-held" = SessionHeld { session, person },
    "turn-opened" = TurnOpened(opened),
    "turn-closed" = TurnClosed { turn, how },
    "answers-given" = AnswersGiven(given),
    "contacts-set" = ContactsSet { contacts },
    "instrument-added" = InstrumentAdded(instrument),
    "instrument-put-aside" = InstrumentPutAside { instrument, aside },
    "terms-agreed" = TermsAgreed { instrument },
    "plan-set" = PlanSet { plan } default { person },
    "risk-answered" = RiskAnswered { answers, done },
    "same-person" = SamePerson { a, b },
    "same-session" = SameSession { a, b },
    "withdrawn" = Withdrawn { event },
    "reinstated" = Reinstated { event },
    "person-erased" = PersonErased { person },
    "person-restricted" = PersonRestricted { person, reason } default { until },
    "restriction-lifted" = RestrictionLifted { person },
    "kept-aside" = KeptAside { event, line },
    "accessed" = Accessed { how } default { person },
    "backed-up" = BackedUp(backup),
    "episode-stated" = EpisodeStated(episode),
    "consent-noted" = ConsentNoted(consent),
    "showing-agreed" = ShowingAgreed(showing),
    "impression-noted" = ImpressionNoted(impression),
    "style-stated" = StyleStated { answers },
    "labelled" = Labelled(labelling),
    "person-archived" = PersonArchived(archiving),
    "goal-stated" = GoalStated(goal),
    "goal-rated" = GoalRated(rated),
    "agreement-stated" = AgreementStated(agreement),
    "session-noted" = SessionNoted(note),
    "medicine-stated" = MedicineStated(medicine),
    "ending-stated" = EndingStated(ending),
    "professional-stated" = ProfessionalStated(professional),
    "reached-noted" = ReachedNoted(reached),
    "door-opened" = DoorOpened(open),
    "summary-stated" = SummaryStated(summary),
    "summary-read" = SummaryRead(agreed),
});
plain_enum!(Access { "viewed" = Viewed, "printed" = Printed, "exported" = Exported });
plain_struct!(TurnOpened { turn, person, session, instruments, lang } default { by });
plain_enum!(TurnEnd { "finished" = Finished, "unfinished" = Unfinished, "discarded" = Discarded });
plain_struct!(AnswersGiven { person, session, instrument, lang, how, finished, answers } default { turn, talk, by });
plain_enum!(AnsweredBy {
    "respondent" = Respondent,
    "parent" = Parent,
    "partner" = Partner,
    "prescriber" = Prescriber,
    "other" = Other,
});
plain_enum!(AnsweredHow {
    "tablet" = Tablet,
    "alone" = Alone,
    "therapist-present" = TherapistPresent,
    "phone" = Phone,
    "paper" = Paper,
});
plain_enum!(Talk { "now" = Now, "next-time" = NextTime, "i-will-raise-it" = IWillRaiseIt });
