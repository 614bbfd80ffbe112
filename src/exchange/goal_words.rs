//! Goals, their progress and working agreements in words, as the pages and the record that is taken out have them.

use super::person_export::Part;
use crate::care::{
    Agreement, Became, Goal, GoalRating, GoalStatus, Level, Levels, Moment, OfTen, OwnWords, PersonId, Progress,
    RatedBy, Record, Topic, Verdict, Wish,
};
use crate::words::{Lang, agreement as a, date_long, goals as w};

/// What something is called, and what it is.
pub type Pair = (String, String);

fn text(words: Option<&OwnWords>) -> String {
    words.map(|words| words.as_str().to_owned()).unwrap_or_default()
}

fn pair(name: fn(Lang) -> &'static str, lang: Lang, text: String) -> Pair {
    (name(lang).to_owned(), text)
}

/// The sentence of a level.
#[must_use]
pub fn level(level: Level) -> fn(Lang) -> &'static str {
    match level {
        Level::MuchLess => w::much_less,
        Level::Less => w::less,
        Level::Expected => w::expected,
        Level::More => w::more,
        Level::MuchMore => w::much_more,
    }
}

/// A level with the words that the goal has for it.
#[must_use]
pub fn level_words(levels: &Levels, one: Level, lang: Lang) -> String {
    let step = level(one)(lang);
    levels.at(one).map_or_else(|| step.to_owned(), |words| w::with_words(lang, step, words.as_str()))
}

/// Who rated.
#[must_use]
pub fn who(by: RatedBy, lang: Lang) -> &'static str {
    match by {
        RatedBy::Patient => w::by_patient(lang),
        RatedBy::Therapist => w::by_therapist(lang),
    }
}

/// How far a goal has come.
#[must_use]
pub fn progress(progress: Progress, levels: &Levels, lang: Lang) -> String {
    match progress {
        Progress::Level(one) => level_words(levels, one, lang),
        Progress::OfTen(ten) => w::of_ten(lang, &ten.get().to_string()),
        Progress::Nothing => w::not_rated(lang).to_owned(),
    }
}

/// A rating: who, how far, when.
#[must_use]
pub fn rating(one: &GoalRating, levels: &Levels, lang: Lang) -> String {
    w::latest(lang, who(one.by, lang), &progress(one.progress, levels, lang), &date_long(lang, one.day))
}

/// What a goal says, in pairs; what is not known is empty.
#[must_use]
pub fn goal(goal: &Goal, lang: Lang) -> Vec<Pair> {
    let ten = |value: Option<OfTen>| value.map(|ten| ten.get().to_string()).unwrap_or_default();
    let wish = |wish: Wish| match wish {
        Wish::NotAsked => String::new(),
        Wish::Agreed => w::yes(lang).to_owned(),
        Wish::Declined => w::no(lang).to_owned(),
    };
    let status = match goal.status {
        GoalStatus::Open => w::open,
        GoalStatus::Reached => w::reached,
        GoalStatus::SetAside => w::set_aside,
    };
    let mut pairs = vec![
        pair(w::wording, lang, goal.wording.as_str().to_owned()),
        pair(w::importance_patient, lang, ten(goal.importance_patient)),
        pair(w::importance_therapist, lang, ten(goal.importance_therapist)),
        pair(w::agreed_patient, lang, wish(goal.agreed_patient)),
        pair(w::agreed_therapist, lang, wish(goal.agreed_therapist)),
    ];
    pairs.extend(Level::ALL.into_iter().map(|one| pair(level(one), lang, text(goal.levels.at(one)))));
    pairs.push(pair(w::status, lang, status(lang).to_owned()));
    pairs.push(pair(w::why, lang, text(goal.why.as_ref())));
    pairs.push(pair(w::worded, lang, date_long(lang, goal.worded)));
    pairs
}

/// The sentence of a topic.
#[must_use]
pub fn topic(topic: Topic) -> fn(Lang) -> &'static str {
    match topic {
        Topic::Expectations => a::expectations,
        Topic::Roles => a::roles,
        Topic::Signs => a::signs,
    }
}

/// The sentence of a moment.
#[must_use]
pub fn moment(moment: Moment) -> fn(Lang) -> &'static str {
    match moment {
        Moment::Midway => a::midway,
        Moment::End => a::end,
    }
}

/// The sentence of a verdict.
#[must_use]
pub fn verdict(verdict: Verdict) -> fn(Lang) -> &'static str {
    match verdict {
        Verdict::Kept => a::kept,
        Verdict::Changed => a::changed,
        Verdict::Not => a::not_kept,
    }
}

/// Something of one side of an agreement: "What we expect: the person".
#[must_use]
pub fn of_side(what: &str, by: RatedBy, lang: Lang) -> String {
    let who = if by == RatedBy::Patient { a::patient(lang) } else { a::therapist(lang) };
    a::of_side(lang, what, who)
}

fn became(one: &Became, lang: Lang) -> String {
    let said = one.verdict.map(|one| verdict(one)(lang).to_owned());
    let all: Vec<String> = said.into_iter().chain(one.words.as_ref().map(|words| words.as_str().to_owned())).collect();
    all.join(". ")
}

/// What an agreement says, with what became of it, in pairs; what is not known is empty.
#[must_use]
pub fn agreement(agreement: &Agreement, lang: Lang) -> Vec<Pair> {
    use RatedBy::{Patient, Therapist};
    let mut pairs = vec![pair(a::made, lang, date_long(lang, agreement.made))];
    for one in Topic::ALL {
        let (name, both) = (topic(one)(lang), agreement.on(one));
        pairs.push((of_side(name, Patient, lang), text(both.patient.as_ref())));
        pairs.push((of_side(name, Therapist, lang), text(both.therapist.as_ref())));
    }
    for at in [Moment::Midway, Moment::End] {
        let Some(review) = agreement.review(at) else { continue };
        pairs.push(pair(moment(at), lang, date_long(lang, review.held)));
        for one in Topic::ALL {
            let (name, both) = (topic(one)(lang), review.on(one));
            pairs.push((of_side(name, Patient, lang), became(&both.patient, lang)));
            pairs.push((of_side(name, Therapist, lang), became(&both.therapist, lang)));
        }
    }
    pairs
}

/// A person's goals and agreements as parts of their whole record: each goal as it stands with what it was called before, every
/// rating, each agreement.
#[must_use]
pub fn parts(record: &Record, person: PersonId, lang: Lang) -> Vec<Part> {
    let answers = |pairs: Vec<Pair>| {
        pairs.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| Part::Answer(name, text))
    };
    let mut out = Vec::new();
    for found in record.goals(person) {
        let now = &found.now.value;
        out.push(Part::Questionnaire(now.wording.as_str().to_owned()));
        out.extend(answers(goal(now, lang)));
        let before = found.earlier.iter().map(|version| &version.value.wording);
        let mut last = &now.wording;
        for words in before {
            if words != last {
                out.push(Part::Line(w::worded_before(lang, words.as_str())));
            }
            last = words;
        }
        let ratings = record.goal_ratings(person, now.id);
        out.extend(ratings.iter().map(|one| Part::Line(rating(one, &now.levels, lang))));
    }
    if !out.is_empty() {
        out.insert(0, Part::Heading(w::title(lang).to_owned()));
    }
    for found in record.agreements(person) {
        out.push(Part::Heading(a::title(lang).to_owned()));
        out.extend(answers(agreement(&found.now.value, lang)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::{BothViews, DeviceId, Event, EventId, Fact, GoalId, GoalRated, PersonName, Review, Stamp};
    use crate::words::day;

    fn words(text: &str) -> OwnWords {
        OwnWords::new(text).unwrap().unwrap()
    }

    fn record(person: PersonId) -> Record {
        let first = Goal::new(GoalId::from_bytes([3; 16]), person, words("sleep"), day(2026, 1, 2).unwrap());
        let mut again = first.clone();
        again.wording = words("sleep through");
        again.levels.expected = Some(words("six hours"));
        again.agreed_patient = Wish::Agreed;
        let rated = |progress, by| Fact::GoalRated(GoalRated { goal: first.id, person, session: None, progress, by });
        let mut agreed = Agreement::new(person, None, day(2026, 1, 2).unwrap());
        agreed.roles.patient = Some(words("I write"));
        let mut record = Record::new();
        let facts = [
            Fact::PersonAdded { person, name: PersonName::new("Ana").unwrap() },
            Fact::GoalStated(Box::new(first.clone())),
            Fact::GoalStated(Box::new(again)),
            rated(Progress::Level(Level::Expected), RatedBy::Patient),
            rated(Progress::OfTen(OfTen::new(7).unwrap()), RatedBy::Therapist),
            Fact::AgreementStated(Box::new(agreed)),
        ];
        for (number, fact) in (1_u8..).zip(facts) {
            record.apply(&Event {
                id: EventId::from_bytes([number; 16]),
                device: DeviceId::from_bytes([1; 16]),
                sequence: number.into(),
                stamp: Stamp { ms: number.into(), counter: 0 },
                date: day(2026, 1, number).unwrap(),
                parents: Vec::new(),
                fact,
            });
        }
        record
    }

    #[test]
    fn the_whole_record_has_goals_what_they_were_called_and_how_far_they_came() {
        let person = PersonId::from_bytes([1; 16]);
        let record = record(person);
        for lang in Lang::ALL {
            let all = parts(&record, person, lang);
            let answer = |name: &str, text: &str| Part::Answer(name.to_owned(), text.to_owned());
            assert_eq!(all[0], Part::Heading(w::title(lang).to_owned()));
            assert!(all.contains(&Part::Questionnaire("sleep through".to_owned())));
            assert!(all.contains(&Part::Line(w::worded_before(lang, "sleep"))));
            assert!(all.contains(&answer(w::agreed_patient(lang), w::yes(lang))));
            assert!(all.contains(&answer(&of_side(a::roles(lang), RatedBy::Patient, lang), "I write")));
            let lines: Vec<&str> = all
                .iter()
                .filter_map(|part| if let Part::Line(line) = part { Some(line.as_str()) } else { None })
                .collect();
            let all_lines = lines.join("\n");
            assert!(all_lines.contains("six hours") && all_lines.contains("7 "), "{all_lines}");
            assert!(all.iter().all(|part| *part != answer(w::agreed_therapist(lang), "")), "nothing empty");
            let whole = super::super::person_export::text(&record.person(person).unwrap(), &record, lang);
            assert!(whole.contains("sleep through") && whole.contains("I write"));
        }
        assert!(parts(&record, PersonId::from_bytes([2; 16]), Lang::En).is_empty());
    }

    #[test]
    fn a_review_tells_each_side() {
        let became = |verdict| Became { verdict: Some(verdict), words: Some(words("so it went")) };
        let roles = BothViews { patient: became(Verdict::Changed), therapist: became(Verdict::Not) };
        let nothing = BothViews::default;
        let held = day(2026, 2, 2).unwrap();
        let review = Review { held, expectations: nothing(), roles, signs: nothing() };
        let mut one = Agreement::new(PersonId::from_bytes([1; 16]), None, day(2026, 1, 2).unwrap());
        (one.midway, one.end) = (Some(review.clone()), Some(review));
        let said = agreement(&one, Lang::En);
        let roles: Vec<&str> =
            said.iter().filter(|(name, _)| name.starts_with("Who does what")).map(|(_, text)| text.as_str()).collect();
        assert_eq!(roles.len(), 6);
        assert!(roles[2].starts_with("Changed on the way") && roles[3].starts_with("Not as agreed"), "{roles:?}");
    }
}
