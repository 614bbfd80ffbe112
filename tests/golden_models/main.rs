//! The models of the statistics room against reference numbers from R: the shared sets (g07, g08, g10, g11) and those
//! made by `golden/scripts/models_reference.R` and `golden/scripts/lmm_random.R`.

#[cfg(test)]
mod alliance_room;
#[cfg(test)]
mod caseload;
#[cfg(test)]
mod caseload_models;
#[cfg(test)]
mod competing_reference;
#[cfg(test)]
mod dyestuff;
#[cfg(test)]
mod mixed_random;
#[cfg(test)]
mod mixed_reference;
#[cfg(test)]
mod pairs_and_dropout;
#[cfg(test)]
mod prediction_reference;
#[cfg(test)]
mod support;
#[cfg(test)]
mod survival;
