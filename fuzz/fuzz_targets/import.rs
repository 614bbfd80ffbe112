//! Any bytes end in a questionnaire or a refusal; a questionnaire that was read is written and read back to the same thing, and
//! can be followed and scored.

#![no_main]

use attune::{
    exchange::fhir::{export, import},
    instrument::{AnswerSet, Flow, scoring::scores},
    words::Lang,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let imported = match import(bytes) {
        Ok(imported) => imported,
        Err(refusal) => {
            assert!(!refusal.say(Lang::En).is_empty());
            return;
        }
    };
    for problem in &imported.problems {
        assert!(!problem.say(Lang::Es).is_empty());
    }
    let answers = AnswerSet::default();
    assert!(Flow::of(&imported.instrument, &answers).items().count() <= imported.instrument.walk().len());
    scores(&imported.instrument, &answers).clear();
    match import(export(&imported.instrument).as_bytes()) {
        Ok(again) => assert_eq!(again.instrument, imported.instrument),
        Err(refusal) => panic!("{}", refusal.say(Lang::En)),
    }
});
