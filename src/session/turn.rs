//! The patient's turn: a questionnaire in their hands, with nothing of the vault in memory.

use std::{cell::Cell, rc::Rc, sync::Arc};

use super::{App, Phase, Route, SaveState, Trouble, app::Store, json::read_json};
use crate::{
    care::{AnsweredBy, AnsweredHow, AnswersGiven, Contact, Fact, PersonId, Record, SessionId, Talk},
    exchange::{Turn, TurnError, TurnToken},
    instrument::{Answer, AnswerSet, Flow, Instrument, InstrumentRef, catalogue},
    plain::{plain_enum, plain_struct},
    platform::{self, SystemRandom},
    vault::{MirrorState, Storage},
    words::Lang,
};
use futures_util::lock::Mutex;
use leptos::{prelude::*, task::spawn_local};

/// What a turn needs to know, sealed under its own key: no name is in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sheet {
    /// Whole, because the record that holds them is locked.
    pub instruments: Vec<Instrument>,
    pub lang: Lang,
    pub contacts: Vec<Contact>,
    /// Who answers.
    pub by: AnsweredBy,
}

/// Where a person is in a questionnaire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TurnStep {
    /// The first screen.
    #[default]
    Start,
    /// A screen of questions, by its place from 0.
    Question(usize),
    /// Looking through the answers.
    Review,
    /// The last screen.
    Done,
}

/// Everything that a person has put in so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Where they are.
    pub step: TurnStep,
    /// The answers to each questionnaire of the sheet.
    pub answers: Vec<AnswerSet>,
    /// When they want to talk about them.
    pub talk: Option<Talk>,
}

impl Draft {
    /// How many questions have an answer, and how many are asked, given the answers so far.
    pub fn progress<'a>(&self, instruments: impl Iterator<Item = &'a Instrument>) -> (usize, usize) {
        let none = AnswerSet::default();
        instruments.enumerate().fold((0, 0), |(answered, of), (form, instrument)| {
            let answers = self.answers.get(form).unwrap_or(&none);
            let asked = Flow::of(instrument, answers).questions();
            let given = asked.iter().filter(|item| answers.get(&item.id).is_some_and(Answer::is_given)).count();
            (answered + given, of + asked.len())
        })
    }

    /// The answer to one item of one questionnaire.
    #[must_use]
    pub fn answer(&self, instrument: usize, item: &str) -> Option<&Answer> {
        self.answers.get(instrument)?.get(item)
    }

    /// The answers to one questionnaire, made where there are none yet.
    pub fn answers_to(&mut self, instrument: usize) -> &mut AnswerSet {
        if self.answers.len() <= instrument {
            self.answers.resize_with(instrument + 1, AnswerSet::default);
        }
        &mut self.answers[instrument]
    }

    /// Sets or replaces an answer.
    pub fn set(&mut self, instrument: usize, item: &str, answer: Answer) {
        self.answers_to(instrument).set(item, answer);
    }
}

/// What is handed in, sealed to the inbox.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct HandedIn {
    pub instruments: Vec<InstrumentRef>,
    pub lang: Lang,
    pub talk: Option<Talk>,
    pub answers: Vec<AnswerSet>,
}

/// Why a turn cannot go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnProblem {
    /// It is over, or was let go.
    Over,
    /// It cannot be opened, with the technical reason.
    Broken(String),
}

/// Where answers go.
enum Backend {
    /// Sealed, on this device.
    Sealed { store: Store, turn: Mutex<Turn> },
    /// Straight into the sample.
    Sample { app: App, person: PersonId, session: SessionId },
}

impl Backend {
    fn is_less_safe(&self) -> bool {
        matches!(self, Self::Sealed { store, .. } if is_less_safe(store))
    }
}

fn is_less_safe(store: &Store) -> bool {
    matches!(store.state(), MirrorState::Without(_))
}

struct Inside {
    backend: Backend,
    dirty: Cell<bool>,
}

/// A turn, as pages see it. It is a handle: copying it copies nothing.
#[derive(Clone, Copy, PartialEq)]
pub struct TurnDesk {
    /// What is asked.
    pub instruments: StoredValue<Vec<Arc<Instrument>>>,
    /// The patient's language.
    pub lang: RwSignal<Lang>,
    /// Whom they can call.
    pub contacts: StoredValue<Vec<Contact>>,
    /// Who answers: the person, or somebody else about them.
    pub by: AnsweredBy,
    /// What they have put in.
    pub draft: RwSignal<Draft>,
    /// Whether that is on disk.
    pub save: RwSignal<SaveState>,
    /// Whether only one of the two stores has it.
    pub less_safe: RwSignal<bool>,
    /// Why the turn cannot go on, where that is so.
    pub problem: RwSignal<Option<TurnProblem>>,
    inside: StoredValue<Option<Rc<Inside>>, LocalStorage>,
}

impl std::fmt::Debug for TurnDesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TurnDesk")
    }
}

impl TurnDesk {
    fn new(sheet: Sheet, draft: Draft, backend: Option<Backend>, problem: Option<TurnProblem>) -> Self {
        let less_safe = backend.as_ref().is_some_and(Backend::is_less_safe);
        let inside = backend.map(|backend| Rc::new(Inside { backend, dirty: Cell::default() }));
        Self {
            instruments: StoredValue::new(sheet.instruments.into_iter().map(Arc::new).collect()),
            lang: RwSignal::new(sheet.lang),
            contacts: StoredValue::new(sheet.contacts),
            by: sheet.by,
            draft: RwSignal::new(draft),
            save: RwSignal::new(SaveState::Saved),
            less_safe: RwSignal::new(less_safe),
            problem: RwSignal::new(problem),
            inside: StoredValue::new_local(inside),
        }
    }

    fn failed(lang: Lang, problem: TurnProblem) -> Self {
        let sheet = Sheet { instruments: Vec::new(), lang, contacts: Vec::new(), by: AnsweredBy::Respondent };
        Self::new(sheet, Draft::default(), None, Some(problem))
    }

    /// The turn that this tab is in, opened from what lies sealed on the device.
    pub(super) async fn resume(store: Store, token: &str, lang: Lang) -> Self {
        let broken = |reason: String| Self::failed(lang, TurnProblem::Broken(reason));
        let turn = match TurnToken::parse(token) {
            Ok(token) => Turn::open(&store, token).await,
            Err(error) => return broken(error.to_string()),
        };
        let turn = match turn {
            Ok(turn) => turn,
            Err(TurnError::Over | TurnError::Finished) => return Self::failed(lang, TurnProblem::Over),
            Err(error) => return broken(error.to_string()),
        };
        let Ok(sheet) = read_json::<Sheet>(turn.sheet()) else {
            return broken("the sheet is of another version".to_owned());
        };
        let draft = turn.draft().and_then(|bytes| read_json(bytes).ok()).unwrap_or_default();
        Self::new(sheet, draft, Some(Backend::Sealed { store, turn: Mutex::new(turn) }), None)
    }

    /// A turn in the sample: nothing is sealed because nothing is stored.
    #[must_use]
    pub fn sample(app: App, person: PersonId, session: SessionId) -> Option<Self> {
        let mut asked = app.asked.get_value();
        if asked.is_empty() {
            asked.extend(catalogue::alliance_scale().map(|scale| scale.reference.clone()));
        }
        let sheet = Sheet {
            instruments: app.record.with_untracked(|record| whole(record, &asked))?,
            lang: app.lang.get_untracked(),
            contacts: app.record.with_untracked(|record| record.contacts().to_vec()),
            by: app.asked_of.get_value(),
        };
        Some(Self::new(sheet, Draft::default(), Some(Backend::Sample { app, person, session }), None))
    }

    /// Whether this is the sample's.
    #[must_use]
    pub fn is_sample(self) -> bool {
        self.inside
            .with_value(|inside| inside.as_ref().is_some_and(|inside| matches!(inside.backend, Backend::Sample { .. })))
    }

    /// The questionnaires, in the order in which they are asked.
    #[must_use]
    pub fn questionnaires(self) -> Vec<Arc<Instrument>> {
        self.instruments.get_value()
    }

    /// Changes the draft and saves it.
    pub fn change(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
        let Some(inside) = self.inside.get_value() else { return };
        if matches!(inside.backend, Backend::Sample { .. }) {
            return;
        }
        inside.dirty.set(true);
        spawn_local(async move {
            // The outcome stands in `save`, where the page shows it.
            let _ = self.save_draft(&inside).await;
        });
    }

    /// Saves until nothing new has been put in. While one save is on its way, the next waits for it.
    async fn save_draft(self, inside: &Inside) -> Result<(), Trouble> {
        let Backend::Sealed { store, turn } = &inside.backend else { return Ok(()) };
        let mut turn = turn.lock().await;
        let mut outcome = Ok(());
        while inside.dirty.replace(false) {
            self.save.set(SaveState::Saving);
            platform::mark("answer-begins");
            outcome = self.save_once(store, &mut turn).await;
            if outcome.is_err() {
                inside.dirty.set(true);
                break;
            }
            platform::measure("answer", "answer-begins");
        }
        self.save.set(match &outcome {
            Ok(()) => SaveState::Saved,
            Err(trouble) => SaveState::Failed(trouble.clone()),
        });
        outcome
    }

    async fn save_once(self, store: &Store, turn: &mut Turn) -> Result<(), Trouble> {
        let bytes =
            self.draft.with_untracked(serde_json::to_vec).map_err(|error| Trouble::Failed(error.to_string()))?;
        if let Err(error) = turn.save_draft(store, &bytes, &mut SystemRandom).await {
            if matches!(error, TurnError::Over | TurnError::Finished) {
                self.problem.set(Some(TurnProblem::Over));
            }
            return Err(error.into());
        }
        store.durable().await.map_err(Trouble::from)?;
        self.less_safe.set(is_less_safe(store));
        Ok(())
    }

    /// Tries to save again what could not be saved.
    pub fn retry(self) {
        self.change(|_| {});
    }

    /// Hands the answers in. When they are safely on disk the last screen is shown.
    pub fn finish(self) {
        let Some(inside) = self.inside.get_value() else { return };
        self.save.set(SaveState::Saving);
        spawn_local(async move {
            match self.hand_in(&inside).await {
                Ok(()) => {
                    self.save.set(SaveState::Saved);
                    self.draft.update(|draft| draft.step = TurnStep::Done);
                    platform::scroll_to_top();
                }
                Err(trouble) => self.save.set(SaveState::Failed(trouble)),
            }
        });
    }

    async fn hand_in(self, inside: &Inside) -> Result<(), Trouble> {
        let draft = self.draft.get_untracked();
        let asked = self.instruments.get_value();
        let instruments: Vec<InstrumentRef> = asked.iter().map(|one| one.reference.clone()).collect();
        // An answer that a later one made superfluous is not handed in: the person no longer saw it.
        let given = asked.iter().zip(&draft.answers);
        let answers: Vec<AnswerSet> = given.map(|(one, answers)| Flow::of(one, answers).heard(answers)).collect();
        let (lang, talk) = (self.lang.get_untracked(), draft.talk);
        match &inside.backend {
            Backend::Sample { app, person, session } => {
                for (instrument, answers) in instruments.into_iter().zip(answers) {
                    let given = AnswersGiven {
                        person: *person,
                        session: *session,
                        turn: None,
                        instrument,
                        lang,
                        how: AnsweredHow::Tablet,
                        finished: true,
                        talk,
                        answers,
                        by: self.by,
                    };
                    app.state(platform::today(), Fact::AnswersGiven(given));
                }
                Ok(())
            }
            Backend::Sealed { store, turn } => {
                let label: Vec<String> = instruments.iter().map(|one| format!("{}@{}", one.id, one.version)).collect();
                let label = label.join(" ");
                let handed_in = HandedIn { instruments, lang, talk, answers };
                let bytes = serde_json::to_vec(&handed_in).map_err(|error| Trouble::Failed(error.to_string()))?;
                turn.lock().await.finish(store, &label, &bytes, &mut SystemRandom).await?;
                platform::forget_turn();
                Ok(())
            }
        }
    }
}

/// The questionnaires of those names; nothing where there are none, or one is not known.
fn whole(record: &Record, asked: &[InstrumentRef]) -> Option<Vec<Instrument>> {
    let found: Option<Vec<Instrument>> =
        asked.iter().map(|reference| record.shelf().find(reference).map(|one| one.as_ref().clone())).collect();
    found.filter(|found| !found.is_empty())
}

impl App {
    /// Hands the device over: states it, seals what the turn needs, locks every tab and loads the document again.
    ///
    /// # Errors
    /// [`Trouble`] where something could not be saved; the vault is then still open.
    pub async fn hand_over(
        self,
        person: PersonId,
        session: SessionId,
        instruments: Vec<InstrumentRef>,
        lang: Lang,
        by: AnsweredBy,
    ) -> Result<(), Trouble> {
        // Another tab is locked by this anyway.
        self.take_over().await?;
        self.save_now().await?;
        let whole = self.record.with_untracked(|record| whole(record, &instruments));
        let whole = whole.ok_or_else(|| Trouble::Failed("a questionnaire is not known".to_owned()))?;
        let contacts = self.record.with_untracked(|record| record.contacts().to_vec());
        let sheet = Sheet { instruments: whole, lang, contacts, by };
        let token = self.seal_turn(&sheet).await?;
        let opened = crate::care::TurnOpened { turn: token.turn().into(), person, session, instruments, lang, by };
        self.note([(platform::today(), Fact::TurnOpened(opened))]);
        self.save_now().await?;
        if !platform::keep_turn(&token.to_text()) {
            return Err(Trouble::Blocked);
        }
        self.put_forms_aside(Route::Person(person)).await;
        self.tell(platform::TabMessage::Lock);
        platform::leave(&Route::Welcome.address());
        Ok(())
    }

    /// Leaves the patient's last screen.
    pub fn end_turn(self) {
        platform::forget_turn();
        platform::leave(&Route::Welcome.address());
    }

    /// Whether the device is in a patient's hands.
    #[must_use]
    pub fn in_turn(self) -> bool {
        self.phase.with_untracked(|phase| matches!(phase, Phase::Turn(_)))
    }
}

plain_struct!(Sheet { instruments, lang, contacts } default { by });
plain_enum!(TurnStep { "start" = Start, "question" = Question(place), "review" = Review, "done" = Done });
plain_struct!(Draft { step, answers } default { talk });
plain_struct!(HandedIn { instruments, lang, talk, answers });
