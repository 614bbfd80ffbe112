//! Any answers to a real questionnaire, also ones that do not fit, are followed and scored without a panic, also by any
//! expression; and they are written and read back to the same thing.
//!
//! The first byte chooses the questionnaire, the following ones give the answers, and what follows the first line break is an
//! expression that takes the place of one of the questionnaire's own.

#![no_main]

use std::sync::OnceLock;

use attune::{
    exchange::fhir::{ResponseMeta, export_response, import, import_response},
    instrument::{Answer, AnswerSet, Flow, Instrument, Variable, scoring::scores},
};
use libfuzzer_sys::fuzz_target;

static FILES: [&str; 6] = [
    include_str!("../../tests/fhir/lforms__R4_phq9.json"),
    include_str!("../../tests/fhir/lforms__R4_apgar-with-itemWeight-variable.json"),
    include_str!("../../tests/fhir/lforms__R4_calc-weight_phq9-with-the-weight-function.json"),
    include_str!("../../tests/fhir/lforms__R4_calc-weight_q-with-contained-valueset-with-itemWeight.json"),
    include_str!("../../tests/fhir/lforms__R4_enableWhen-test.R4.json"),
    include_str!("../../tests/fhir/lforms__R4_enableWhenExpressionTest.json"),
];

fn instruments() -> &'static [Instrument] {
    static ALL: OnceLock<Vec<Instrument>> = OnceLock::new();
    ALL.get_or_init(|| {
        FILES.iter().filter_map(|file| import(file.as_bytes()).ok()).map(|imported| imported.instrument).collect()
    })
}

fn answer(byte: u8) -> Option<Answer> {
    let value = f64::from(byte >> 3);
    Some(match byte % 8 {
        0 => return None,
        1 => Answer::Skipped,
        2 => Answer::Many((0..8).map(f64::from).filter(|value| byte >> 3 & (1 << *value as u8) != 0).collect()),
        3 => Answer::Text(format!("2026-11-{value:02}")),
        4 => Answer::Value(value / 4.0 - 2.0),
        _ => Answer::Value(value),
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let Some(made) = instruments().get(usize::from(*first) % FILES.len()) else { return };
    let mut made = made.clone();
    let mut parts = rest.splitn(2, |byte| *byte == b'\n');
    let given = parts.next().unwrap_or_default();
    if let Some(text) = parts.next().and_then(|text| std::str::from_utf8(text).ok()) {
        let variable = Variable { name: "fuzz".to_owned(), expression: text.to_owned() };
        match made.items.last_mut() {
            Some(last) if first % 2 == 0 => last.calculated = Some(text.to_owned()),
            _ => made.variables.push(variable),
        }
    }
    let names: Vec<String> = made.walk().into_iter().map(|item| item.id.clone()).collect();
    let answers: AnswerSet =
        names.into_iter().zip(given).filter_map(|(name, byte)| Some((name, answer(*byte)?))).collect();
    let flow = Flow::of(&made, &answers);
    assert!(flow.items().count() <= made.walk().len());
    scores(&made, &answers).clear();
    let written = export_response(&made, &answers, &ResponseMeta::default());
    match import_response(&made, written.as_bytes()) {
        Ok((found, _)) => assert_eq!(found, answers),
        Err(refusal) => panic!("{refusal:?}"),
    }
});
