//! Attune's own questionnaires, each a data file beside this one.

use std::sync::{Arc, OnceLock};

use super::{Instrument, InstrumentRef};

static ALLIANCE_SCALE: &str = include_str!("catalogue/alliance-scale.json");

/// Every instrument of the catalogue, each version on its own. A data file that cannot be read is left out here and
/// fails the tests, so that one bad file can never keep the app from opening.
pub fn all() -> &'static [Arc<Instrument>] {
    static ALL: OnceLock<Vec<Arc<Instrument>>> = OnceLock::new();
    ALL.get_or_init(|| {
        [ALLIANCE_SCALE].into_iter().filter_map(|text| serde_json::from_str(text).ok().map(Arc::new)).collect()
    })
}

/// The instrument of that name and version.
#[must_use]
pub fn find(reference: &InstrumentRef) -> Option<&'static Instrument> {
    all().iter().find(|instrument| instrument.reference == *reference).map(Arc::as_ref)
}

/// The Alliance Scale in its present version: twelve questions on goals, tasks and bond.
#[must_use]
pub fn alliance_scale() -> Option<&'static Instrument> {
    all()
        .iter()
        .filter(|instrument| instrument.reference.id == "attune-alliance-scale")
        .max_by_key(|instrument| instrument.reference.version)
        .map(Arc::as_ref)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::words::Lang;

    #[test]
    fn every_data_file_is_read_and_speaks_every_language() {
        assert_eq!(all().len(), 1);
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
