//! The statistics against reference numbers computed in R 4.2.2; `tests/golden` holds the data and the numbers.

#[cfg(test)]
mod change;
#[cfg(test)]
mod control;
#[cfg(test)]
mod reliability;
#[cfg(test)]
mod scales;
#[cfg(test)]
mod support;
#[cfg(test)]
mod trend;
