//! **Stats**: statistics with no meaning of any number attached; nothing here knows what was measured, or of whom.
//!
//! Lives here: estimators and tests, pure functions of plain slices or a [`matrix::Matrix`] that return a number or a
//! small record, or say in a [`error::StatError`] why there is none. NaN and infinity are refused, never passed on; a
//! missing observation is left out by the caller, by the rule each function names. Never here: what a number stands
//! for, a threshold that belongs to a scale, a sentence for a reader, input or output, randomness, clocks, and anything
//! of the rooms above.
//!
//! | question | file |
//! |---|---|
//! | means, sums, medians; probabilities and quantiles; intervals | [`describe`], [`distributions`], [`interval`] |
//! | small dense algebra | [`matrix`], [`cholesky`], [`least_squares`], `dense`, `orthogonal`, `columns` |
//! | which rows are complete | [`missing`] |
//! | how well items measure | [`alpha`], [`item_analysis`], [`omega`], [`within_reliability`] |
//! | how well raters agree | [`icc`], [`kappa`], [`concordance`] |
//! | do two things go together | [`correlation`], [`regression`], [`ols_multi`], [`response_surface`] |
//! | what is of the person and what of the moment | [`within_between`], [`lag`], [`mixed`] |
//! | where a series is heading | [`regression`], [`robust_trend`], [`mann_kendall`], [`shape`] |
//! | how much a series moves | [`variability`] |
//! | whether a series has left its course | [`shewhart`], [`cusum`], [`ewma`], [`change_point`], [`bocpd`] |
//! | how long until something happens | [`risk_set`], [`kaplan_meier`], [`nelson_aalen`], [`log_rank`], [`competing`] |
//! | how good a forecast of yes or no is | [`logistic`], [`roc`], [`brier`], [`calibration`], [`cross_validation`] |
//! | shares, and units beside their expected spread | [`binomial`], [`funnel`] |
//! | scores on other scales | [`scale`] |

pub mod alpha;
pub mod binomial;
pub mod bocpd;
pub mod brier;
pub mod calibration;
pub mod change_point;
pub mod cholesky;
mod columns;
pub mod competing;
pub mod concordance;
pub mod correlation;
pub mod cross_validation;
pub mod cusum;
mod dense;
pub mod describe;
pub mod distributions;
pub mod error;
pub mod ewma;
pub mod funnel;
pub mod icc;
pub mod interval;
pub mod item_analysis;
pub mod kaplan_meier;
pub mod kappa;
pub mod lag;
pub mod least_squares;
pub mod log_rank;
pub mod logistic;
pub mod mann_kendall;
pub mod matrix;
pub mod missing;
pub mod mixed;
pub mod nelson_aalen;
pub mod ols_multi;
pub mod omega;
mod orthogonal;
pub mod regression;
pub mod response_surface;
pub mod risk_set;
pub mod robust_trend;
pub mod roc;
pub mod scale;
pub mod shape;
pub mod shewhart;
pub mod variability;
pub mod within_between;
pub mod within_reliability;
