//! Attune's own questionnaires, each a data file beside this one, and after them the scoring templates.

use std::sync::{Arc, OnceLock};

use super::{Instrument, InstrumentRef, Provenance, templates};

/// The data files, in the order in which the questionnaires are offered.
const FILES: [&str; 9] = [
    include_str!("catalogue/alliance-scale.json"),
    include_str!("catalogue/alliance-scale-therapist.json"),
    include_str!("catalogue/session-check-in.json"),
    include_str!("catalogue/wellbeing-check.json"),
    include_str!("catalogue/medicine-and-trust.json"),
    include_str!("catalogue/first-visit.json"),
    include_str!("catalogue/working-agreement.json"),
    include_str!("catalogue/working-agreement-therapist.json"),
    include_str!("catalogue/ending-questions.json"),
];

/// Every instrument of the catalogue, each version on its own: Attune's own ones, then the [`templates`]. A data file that
/// cannot be read is left out here and fails the tests, so that one bad file can never keep the app from opening.
pub fn all() -> &'static [Arc<Instrument>] {
    static ALL: OnceLock<Vec<Arc<Instrument>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let own = FILES.iter().filter_map(|text| serde_json::from_str(text).ok().map(Arc::new));
        own.chain(templates::all().iter().cloned()).collect()
    })
}

/// Attune's own instruments.
pub fn own() -> impl Iterator<Item = &'static Instrument> {
    all().iter().map(Arc::as_ref).filter(|instrument| instrument.provenance == Provenance::Attune)
}

/// The instrument of that name and version.
#[must_use]
pub fn find(reference: &InstrumentRef) -> Option<&'static Instrument> {
    all().iter().find(|instrument| instrument.reference == *reference).map(Arc::as_ref)
}

/// The instrument of that name in its present version.
///
/// ```
/// # use attune::instrument::catalogue::newest;
/// assert_eq!(newest("attune-wellbeing-check").map(|instrument| instrument.items.len()), Some(4));
/// ```
#[must_use]
pub fn newest(id: &str) -> Option<&'static Instrument> {
    let same = all().iter().filter(|instrument| instrument.reference.id == id);
    same.max_by_key(|instrument| instrument.reference.version).map(Arc::as_ref)
}

/// The Alliance Scale in its present version: twelve questions on goals, tasks and bond.
#[must_use]
pub fn alliance_scale() -> Option<&'static Instrument> {
    newest("attune-alliance-scale")
}

/// The name of the therapist's form of a patient's questionnaire and the other way round, where there are both. Their items
/// have the same names, so that the two views of one thing can be laid side by side.
#[must_use]
pub fn other_side(id: &str) -> Option<&'static str> {
    const PAIRS: [(&str, &str); 2] = [
        ("attune-alliance-scale", "attune-alliance-scale-therapist"),
        ("attune-working-agreement", "attune-working-agreement-therapist"),
    ];
    PAIRS.iter().find_map(|(patient, therapist)| match id {
        _ if id == *patient => Some(*therapist),
        _ if id == *therapist => Some(*patient),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::words::Lang;

    #[test]
    fn every_data_file_is_read_and_speaks_every_language() {
        assert_eq!(own().count(), FILES.len());
        for instrument in all() {
            for lang in Lang::ALL {
                assert!(instrument.speaks(lang), "{} lacks {}", instrument.reference.id, lang.tag());
            }
        }
    }

    #[test]
    fn the_alliance_scale_has_four_items_each_for_goal_task_and_bond() {
        let scale = alliance_scale().unwrap();
        assert_eq!(scale.items.len(), 12);
        assert_eq!(scale.range(), (1.0, 5.0));
        let names: BTreeSet<_> = scale.items.iter().map(|item| &item.id).collect();
        assert_eq!(names.len(), 12);
        for part in ["goal", "task", "bond"] {
            let found = scale.scales.iter().find(|s| s.id == part).unwrap();
            assert_eq!((found.items.len(), found.may_miss), (4, Some(1)));
            assert!(found.items.iter().all(|item| item.starts_with(part) && names.contains(item)));
        }
        let total = scale.scales.iter().find(|s| s.id == "total").unwrap();
        assert_eq!((total.items.len(), total.may_miss), (12, Some(2)));
        assert_eq!(total.items.iter().collect::<BTreeSet<_>>(), names);
    }
}
