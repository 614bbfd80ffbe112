//! Rupture rules and the detector: golden figures, and a reduced simulation that guards the detector's rates.

#[cfg(test)]
mod comparison_rules;
#[cfg(test)]
mod false_alarms;
#[cfg(test)]
mod operating;
#[path = "../../examples/detector/rates.rs"]
mod rates;
#[cfg(test)]
mod sample_caseload;
#[path = "../../examples/detector/simulate.rs"]
mod simulate;
#[path = "../../examples/detector/trial.rs"]
mod trial;
