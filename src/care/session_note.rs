//! What a therapist writes down of a session: how it took place, what support was used, ruptures, a private note.

use super::{Line, OwnWords, PersonId, SessionId};
use crate::plain::{plain_enum, plain_struct};

/// What was written down of one session, stated as a whole: a later statement takes the place of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionNote {
    /// Which session.
    pub session: SessionId,
    /// With whom.
    pub person: PersonId,
    /// How they met, or would have met.
    pub kind: SessionKind,
    /// Whether it took place.
    pub attendance: Attendance,
    /// What support was used, in the order of [`Support::ALL`].
    pub supports: Vec<Support>,
    /// Support that is none of those, in the therapist's words.
    pub own_supports: Vec<Line>,
    /// A withdrawal that the therapist noticed: the person moved away, grew silent, agreed too quickly.
    pub withdrawal: Option<Rupture>,
    /// A confrontation that the therapist noticed: the person complained, refused, pushed back.
    pub confrontation: Option<Rupture>,
    /// The therapist's private note. It stands in no summary that is given to anybody else.
    pub note: Option<OwnWords>,
}

/// How two people meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SessionKind {
    /// In one room.
    #[default]
    InPerson,
    /// By video.
    Video,
    /// By telephone.
    Phone,
}

/// Whether a session took place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attendance {
    /// It did.
    #[default]
    Attended,
    /// The person called it off.
    CancelledByPerson,
    /// The therapist called it off.
    CancelledByTherapist,
    /// The person did not come.
    Missed,
}

/// What a therapist does for somebody in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// Listening.
    Listening,
    /// Suggestions.
    Suggestions,
    /// Role play.
    RolePlay,
    /// Saying that what the person feels makes sense.
    Validation,
    /// Helping to feel safe.
    Safety,
    /// Something to do until the next session.
    Homework,
    /// Explaining.
    Explaining,
}

impl Support {
    /// Each, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Listening,
        Self::Suggestions,
        Self::RolePlay,
        Self::Validation,
        Self::Safety,
        Self::Homework,
        Self::Explaining,
    ];
}

/// What was tried to repair a rupture, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rupture {
    /// What was tried.
    pub tried: Option<OwnWords>,
    /// Whether it helped.
    pub repaired: Repaired,
}

/// Whether a rupture was repaired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repaired {
    /// It cannot be said yet.
    #[default]
    NotYetKnown,
    /// Yes.
    Yes,
    /// In part.
    Partly,
    /// No.
    No,
}

impl SessionNote {
    /// A session that took place, of which nothing else was written down.
    #[must_use]
    pub const fn new(session: SessionId, person: PersonId) -> Self {
        Self {
            session,
            person,
            kind: SessionKind::InPerson,
            attendance: Attendance::Attended,
            supports: Vec::new(),
            own_supports: Vec::new(),
            withdrawal: None,
            confrontation: None,
            note: None,
        }
    }
}

plain_struct!(SessionNote { session, person } default { kind, attendance, supports, own_supports, withdrawal, confrontation, note });
plain_struct!(Rupture {} default { tried, repaired });
plain_enum!(SessionKind { "in-person" = InPerson, "video" = Video, "phone" = Phone });
plain_enum!(Attendance {
    "attended" = Attended,
    "cancelled-by-person" = CancelledByPerson,
    "cancelled-by-therapist" = CancelledByTherapist,
    "missed" = Missed,
});
plain_enum!(Support {
    "listening" = Listening,
    "suggestions" = Suggestions,
    "role-play" = RolePlay,
    "validation" = Validation,
    "safety" = Safety,
    "homework" = Homework,
    "explaining" = Explaining,
});
plain_enum!(Repaired { "not-yet-known" = NotYetKnown, "yes" = Yes, "partly" = Partly, "no" = No });
