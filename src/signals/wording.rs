//! Which sentences of [`words`](crate::words) go with which kind.

use super::{Kind, SupervisionSignal};
use crate::words::{Lang, signals as w};

impl Kind {
    /// What it is called.
    #[must_use]
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Risk => w::risk::title(lang),
            Self::LowItem => w::low_item::title(lang),
            Self::OwnChange => w::own_change::title(lang),
            Self::Outcome => w::outcome::title(lang),
            Self::GoalsAndTasks => w::goals_tasks::title(lang),
            Self::Rupture => w::rupture::title(lang),
            Self::Attendance => w::attendance::title(lang),
            Self::GoalProgress => w::goal_progress::title(lang),
            Self::Preference => w::preference::title(lang),
            Self::RaterGap => w::rater_gap::title(lang),
            Self::Trend => w::trend::title(lang),
        }
    }

    /// The rule, in a sentence.
    #[must_use]
    pub fn rule(self, lang: Lang) -> &'static str {
        match self {
            Self::Risk => w::risk::rule(lang),
            Self::LowItem => w::low_item::rule(lang),
            Self::OwnChange => w::own_change::rule(lang),
            Self::Outcome => w::outcome::rule(lang),
            Self::GoalsAndTasks => w::goals_tasks::rule(lang),
            Self::Rupture => w::rupture::rule(lang),
            Self::Attendance => w::attendance::rule(lang),
            Self::GoalProgress => w::goal_progress::rule(lang),
            Self::Preference => w::preference::rule(lang),
            Self::RaterGap => w::rater_gap::rule(lang),
            Self::Trend => w::trend::rule(lang),
        }
    }

    /// What it cannot say.
    #[must_use]
    pub fn cannot_say(self, lang: Lang) -> &'static str {
        match self {
            Self::Risk => w::risk::cannot(lang),
            Self::LowItem => w::low_item::cannot(lang),
            Self::OwnChange => w::own_change::cannot(lang),
            Self::Outcome => w::outcome::cannot(lang),
            Self::GoalsAndTasks => w::goals_tasks::cannot(lang),
            Self::Rupture => w::rupture::cannot(lang),
            Self::Attendance => w::attendance::cannot(lang),
            Self::GoalProgress => w::goal_progress::cannot(lang),
            Self::Preference => w::preference::cannot(lang),
            Self::RaterGap => w::rater_gap::cannot(lang),
            Self::Trend => w::trend::cannot(lang),
        }
    }

    /// Questions to open a conversation with; the first is the gentlest.
    #[must_use]
    pub fn questions(self, lang: Lang) -> &'static [&'static str] {
        match self {
            Self::Risk => w::risk::questions(lang),
            Self::LowItem => w::low_item::questions(lang),
            Self::OwnChange => w::own_change::questions(lang),
            Self::Outcome => w::outcome::questions(lang),
            Self::GoalsAndTasks => w::goals_tasks::questions(lang),
            Self::Rupture => w::rupture::questions(lang),
            Self::Attendance => w::attendance::questions(lang),
            Self::GoalProgress => w::goal_progress::questions(lang),
            Self::Preference => w::preference::questions(lang),
            Self::RaterGap => w::rater_gap::questions(lang),
            Self::Trend => w::trend::questions(lang),
        }
    }
}

impl SupervisionSignal {
    /// What it is called.
    #[must_use]
    pub fn title(lang: Lang) -> &'static str {
        w::funnel::title(lang)
    }

    /// The rule, in a sentence.
    #[must_use]
    pub fn rule(lang: Lang) -> &'static str {
        w::funnel::rule(lang)
    }

    /// What it cannot say.
    #[must_use]
    pub fn cannot_say(lang: Lang) -> &'static str {
        w::funnel::cannot(lang)
    }

    /// Questions to open a conversation with; the first is the gentlest.
    #[must_use]
    pub fn questions(lang: Lang) -> &'static [&'static str] {
        w::funnel::questions(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_words_and_asks() {
        for lang in Lang::ALL {
            let titles: std::collections::BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.title(lang)).collect();
            assert_eq!(titles.len(), Kind::ALL.len());
            for kind in Kind::ALL {
                assert!(kind.questions(lang).len() >= 2 && !kind.rule(lang).is_empty());
                assert_ne!(kind.cannot_say(Lang::En), kind.cannot_say(Lang::Es));
            }
            assert!(!SupervisionSignal::questions(lang).is_empty());
        }
    }
}
