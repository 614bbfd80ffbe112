//! What patients left sealed on this device while the vault was locked.

use leptos::prelude::*;

use super::{
    App, Trouble,
    app::Finding,
    json::read_json,
    turn::{Draft, HandedIn, Sheet},
};
use crate::{
    care::{AnsweredHow, AnswersGiven, Fact, Turn, TurnEnd, TurnId},
    exchange::{self, TakeIn, TurnToken},
    instrument::{AnswerSet, InstrumentRef},
    platform::{self, SystemRandom},
    words::Lang,
};

/// A questionnaire that was begun on this device and not finished.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingDraft {
    /// The handing-over.
    pub turn: Turn,
    /// What had been answered.
    pub draft: Draft,
    /// Why nothing of it can be read, where that is so.
    pub problem: Option<String>,
}

/// One fact a questionnaire that has any answer.
fn given(turn: &Turn, lang: Lang, draft: Draft, finished: bool) -> Vec<Fact> {
    let answered = turn.opened.instruments.iter().zip(draft.answers).filter(|(_, answers)| !answers.is_empty());
    let fact = |(instrument, answers): (&InstrumentRef, AnswerSet)| {
        Fact::AnswersGiven(AnswersGiven {
            person: turn.opened.person,
            session: turn.opened.session,
            turn: Some(turn.opened.turn),
            instrument: instrument.clone(),
            lang,
            how: AnsweredHow::Tablet,
            finished,
            talk: draft.talk,
            answers,
            by: turn.opened.by,
        })
    };
    answered.map(fact).collect()
}

/// The answers that were handed in for a turn, where their contents are what was asked for.
fn handed_in(turn: &Turn, bytes: &[u8]) -> Option<Vec<Fact>> {
    let HandedIn { instruments, lang, talk, answers } = read_json(bytes).ok()?;
    (instruments == turn.opened.instruments)
        .then(|| given(turn, lang, Draft { talk, answers, ..Draft::default() }, true))
}

impl App {
    pub(super) async fn seal_turn(self, sheet: &Sheet) -> Result<TurnToken, Trouble> {
        let bytes = serde_json::to_vec(sheet).map_err(|error| Trouble::Failed(error.to_string()))?;
        self.journal().with(async |vault| Ok(exchange::hand_over(vault, &bytes, &mut SystemRandom).await?)).await
    }

    /// Takes away what lies sealed of a turn: what was read, or, on the therapist's word, all of it.
    async fn clear_away(self, turn: TurnId, all: bool) -> Result<(), Trouble> {
        self.journal()
            .with(async |vault| {
                for waiting in exchange::waiting(vault).await?.turns {
                    if TurnId::from(waiting.turn) != turn {
                        continue;
                    }
                    if all {
                        exchange::discard(vault, &waiting).await?;
                    } else {
                        exchange::settle(vault, &waiting).await?;
                    }
                }
                Ok(())
            })
            .await
    }

    /// Looks at what lies sealed on the device. What belongs to a known turn is taken in; drafts are listed; anything else is
    /// left where it is, and told.
    pub(super) async fn take_in(self, waiting: TakeIn) -> Result<(), Trouble> {
        let mut drafts = Vec::new();
        let mut findings = Vec::new();
        let mut taken = Vec::new();
        if let Some(stray) = waiting.strays.first() {
            findings.push(Finding::DamagedAnswers(stray.why.to_string()));
        }
        for item in waiting.turns {
            let known = self.record.with_untracked(|record| record.turn(item.turn.into()));
            let reason = item.problems.first().map(|problem| problem.why.to_string());
            let Some(known) = known else {
                // Late answers of somebody who is erased go for good.
                if self.record.with_untracked(|record| record.is_turn_gone(item.turn.into())) {
                    self.clear_away(item.turn.into(), true).await?;
                    continue;
                }
                let finding = reason.map_or(Finding::UnknownAnswers, Finding::DamagedAnswers);
                let holds = !item.finished.is_empty() || item.draft.is_some() || !item.problems.is_empty();
                if holds && !findings.contains(&finding) {
                    findings.push(finding);
                }
                continue;
            };
            let facts: Vec<Vec<Fact>> =
                item.finished.iter().filter_map(|finished| handed_in(&known, &finished.answers)).collect();
            if facts.len() < item.finished.len() {
                findings.push(Finding::DamagedAnswers("the contents are not what was asked".to_owned()));
                continue;
            }
            if !facts.is_empty() {
                if facts.len() > 1 {
                    findings.push(Finding::Twice);
                }
                // After a crash the record may hold answers whose sealed copy was not cleared away yet.
                let fresh: Vec<Fact> = facts.into_iter().flatten().filter(|fact| !self.holds(fact)).collect();
                taken.push((known, fresh));
            } else if known.end.is_none() {
                let draft = item.draft.as_deref().and_then(|bytes| read_json(bytes).ok()).unwrap_or_default();
                drafts.push(WaitingDraft { turn: known, draft, problem: reason });
            } else {
                self.clear_away(known.opened.turn, false).await?;
            }
        }
        let mut count = 0;
        for (turn, facts) in taken {
            let id = turn.opened.turn;
            if !facts.is_empty() {
                count += 1;
                let closing = Fact::TurnClosed { turn: id, how: TurnEnd::Finished };
                self.note(facts.into_iter().chain([closing]).map(|fact: Fact| (turn.date, fact)));
                self.save_now().await?;
            }
            self.clear_away(id, false).await?;
        }
        if count > 0 {
            findings.insert(0, Finding::TakenIn(count));
        }
        self.drafts.set(drafts);
        self.findings.update(|all| all.extend(findings));
        Ok(())
    }

    /// Whether the record holds just these answers.
    fn holds(self, fact: &Fact) -> bool {
        let Fact::AnswersGiven(given) = fact else { return false };
        self.record.with_untracked(|record| record.has_answers(given))
    }

    /// Keeps what was answered in an unfinished turn.
    ///
    /// # Errors
    /// [`Trouble`] where that is not on disk; the draft is then still there.
    pub async fn keep_draft(self, waiting: WaitingDraft) -> Result<(), Trouble> {
        let WaitingDraft { turn, draft, .. } = waiting;
        let (id, lang) = (turn.opened.turn, turn.opened.lang);
        let answers = given(&turn, lang, draft, false);
        let closing = Fact::TurnClosed { turn: id, how: TurnEnd::Unfinished };
        self.note(answers.into_iter().chain([closing]).map(|fact| (turn.date, fact)));
        self.save_now().await?;
        self.clear_away(id, false).await?;
        self.drafts.update(|drafts| drafts.retain(|other| other.turn.opened.turn != id));
        Ok(())
    }

    /// Lets an unfinished turn go.
    ///
    /// # Errors
    /// [`Trouble`] where that is not on disk.
    pub async fn discard_draft(self, id: TurnId) -> Result<(), Trouble> {
        self.note([(platform::today(), Fact::TurnClosed { turn: id, how: TurnEnd::Discarded })]);
        self.save_now().await?;
        self.clear_away(id, true).await?;
        self.drafts.update(|drafts| drafts.retain(|other| other.turn.opened.turn != id));
        Ok(())
    }
}
