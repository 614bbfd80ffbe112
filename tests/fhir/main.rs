//! Questionnaires and answers in FHIR: real files, hostile ones, and what is written and read back. The JSON files beside
//! this one are those of other projects (`MANIFEST.tsv`); `responses/` are made by hand.

#[cfg(test)]
mod conditions;
#[cfg(test)]
mod files;
#[cfg(test)]
mod generated;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod model;
#[cfg(test)]
mod round_trip;

#[cfg(test)]
mod support {
    use std::path::PathBuf;

    use attune::exchange::fhir::{Import, Problem, Severity, import};
    use serde_json::Value;

    pub fn file(name: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fhir").join(name)
    }

    pub fn bytes(name: &str) -> Vec<u8> {
        std::fs::read(file(name)).unwrap()
    }

    pub fn read(name: &str) -> Import {
        import(&bytes(name)).unwrap()
    }

    /// A questionnaire of just these items.
    pub fn of_items(items: &Value) -> Import {
        let made =
            serde_json::json!({ "resourceType": "Questionnaire", "language": "en", "title": "T", "item": items });
        import(made.to_string().as_bytes()).unwrap()
    }

    pub fn at_least(problems: &[Problem], severity: Severity) -> Vec<&Problem> {
        problems.iter().filter(|problem| problem.severity >= severity).collect()
    }
}
