//! Linear mixed models, and those of the process that rest on them.

use super::input::{Input, choice, object};
use super::{Fault, Metric};
use attune::stats::mixed::{Method, MixedFit, MixedModel, RandomTerm};
use serde_json::{Value, json};

pub const METRICS: &[Metric] = &[
    Metric {
        name: "mixed",
        about: "a linear mixed model: fixed columns, nested levels with random intercepts, one level with slopes",
        keys: "n, dropped, REML, singular, fixef {names}, se {names}, varcorr [{grp, var1, var2, vcov, sdcor}], sigma,
criterion, REMLcrit or deviance, logLik, AIC, BIC, ranef {level: [{names, group, _row}]}, condVar {level: [variance]},
ICC {level} (share of variance; a number with one level) and shrinkage {lambda, GROUP_mean, EB} for random intercepts alone",
        choices: &[
            choice("y", "outcome|Yield|y", "the outcome"),
            choice("fixed", "", "fixed columns, separated by ; or , as session; A_w=within(A)"),
            choice("group", "patient|Batch|group", "levels from the innermost outwards, as patient,therapist"),
            choice("slope", "", "columns whose slope varies between groups of the innermost level"),
            choice("uncorrelated", "no", "yes: intercept and slopes vary independently"),
            choice("method", "reml", "reml or ml"),
            choice("id", "patient|person|id", "the person, for within(), last() and the like"),
            choice("time", "session|time", "the time, for last() and next()"),
        ],
        run: run_mixed,
    },
    Metric {
        name: "caseload",
        about: "three levels (session, person, therapist): shares of variance and empirical Bayes with errors",
        keys: "n, dropped, REML, singular, fixef, se, varcorr, sigma, criterion, REMLcrit, logLik, AIC, BIC,
ICC_OUTER, ICC_INNER_total, EB_OUTER {label}, EB_se [in the order of the labels], people {label: persons of the outer group},
with OUTER and INNER the names of the columns (therapist, patient)",
        choices: &[
            choice("y", "A|mean(p01..p12)", "the score"),
            choice("id", "patient|person|id", "the person"),
            choice("group", "therapist|group", "the therapist"),
            choice("time", "session|time", "the time, for last() and next()"),
            choice("fixed", "", "fixed columns, separated by ; or ,"),
            choice("method", "reml", "reml or ml"),
        ],
        run: run_caseload,
    },
];

/// A column of a model: its name in the result and what it is worked out from.
pub struct Term {
    pub name: String,
    pub text: String,
}

/// `session; A_w=within(A)`: names and expressions. A shifted column is named as the reference has it, `I(session - 1)`.
pub fn terms(list: &str) -> Vec<Term> {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for sign in list.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        match (sign, parts.last_mut()) {
            (',' | ';', _) if depth == 0 => parts.push(String::new()),
            (_, Some(part)) => part.push(sign),
            _ => {}
        }
    }
    let term = |part: &str| match part.split_once('=') {
        Some((name, text)) => Term { name: name.trim().to_owned(), text: text.trim().to_owned() },
        None => Term { name: shifted(part).unwrap_or_else(|| part.to_owned()), text: part.to_owned() },
    };
    parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).map(term).collect()
}

fn shifted(part: &str) -> Option<String> {
    let (left, right) = part.rsplit_once('-')?;
    right.trim().parse::<f64>().ok()?;
    Some(format!("I({} - {})", left.trim(), right.trim()))
}

/// A level of groups as the result names it, with a label for each chain of codes.
pub struct Level {
    pub name: String,
    pub codes: Vec<usize>,
    pub labels: Vec<String>,
}

pub fn level(input: &Input<'_>, column: &str) -> Result<Level, Fault> {
    let (codes, labels) = input.table.codes(column)?;
    Ok(Level { name: column.to_owned(), codes, labels })
}

/// What a model is made of.
pub struct Model<'a> {
    pub y: &'a [f64],
    pub fixed: Vec<(String, &'a [f64])>,
    pub levels: &'a [Level],
    /// Slopes of the innermost level.
    pub slopes: Vec<(String, &'a [f64])>,
    pub uncorrelated: bool,
    pub method: Method,
}

impl Model<'_> {
    fn level_name(&self, at: usize) -> String {
        let nested = self.levels[at..].iter().map(|level| level.name.clone());
        nested.reduce(|inner, outer| format!("{inner}:{outer}")).unwrap_or_default()
    }

    fn effects(&self, at: usize) -> Vec<&str> {
        let slopes = self.slopes.iter().filter(|_| at == 0).map(|(name, _)| name.as_str());
        std::iter::once("(Intercept)").chain(slopes).collect()
    }

    /// Fit it and tell the fit; null where it cannot be estimated.
    pub fn told(&self, input: &Input<'_>, what: &str) -> (Option<MixedFit>, Value) {
        let mut model = MixedModel::new(self.y);
        for (_, column) in &self.fixed {
            model = model.fixed(column);
        }
        for (at, level) in self.levels.iter().enumerate() {
            let mut term = RandomTerm::intercept(&level.codes);
            for (_, column) in self.slopes.iter().filter(|_| at == 0) {
                term = term.slope(column);
            }
            model = model.random(if self.uncorrelated { term.independent() } else { term });
        }
        let Some(fit) = input.take(what, model.fit(self.method)) else { return (None, Value::Null) };
        if fit.dropped > 0 {
            input.note(format!("{what}: {} rows with a gap were left out", fit.dropped));
        }
        let told = self.tell(&fit);
        (Some(fit), told)
    }

    fn tell(&self, fit: &MixedFit) -> Value {
        let names = || std::iter::once("(Intercept)").chain(self.fixed.iter().map(|(name, _)| name.as_str()));
        let named = |values: &[f64]| object(names().zip(values.iter().map(|value| json!(value))));
        let reml = fit.method == Method::Reml;
        let mut told = json!({
            "n": fit.observations, "dropped": fit.dropped, "REML": reml, "singular": fit.singular,
            "fixef": named(&fit.fixed), "se": named(&fit.fixed_se), "varcorr": self.varcorr(fit), "sigma": fit.residual_sd,
            "criterion": fit.criterion, "logLik": fit.log_likelihood, "AIC": fit.aic, "BIC": fit.bic,
        });
        told[if reml { "REMLcrit" } else { "deviance" }] = json!(fit.criterion);
        told
    }

    fn varcorr(&self, fit: &MixedFit) -> Value {
        let mut rows = Vec::new();
        for (at, level) in fit.levels.iter().enumerate() {
            let (name, effects) = (self.level_name(at), self.effects(at));
            for (k, effect) in effects.iter().enumerate() {
                let grp = if self.uncorrelated && k > 0 { format!("{name}.{k}") } else { name.clone() };
                let variance = level.covariance.at(k, k);
                rows.push(
                    json!({ "grp": grp, "var1": effect, "var2": null, "vcov": variance, "sdcor": variance.sqrt() }),
                );
            }
            for j in (0..effects.len()).filter(|_| !self.uncorrelated) {
                for k in j + 1..effects.len() {
                    rows.push(json!({
                        "grp": name, "var1": effects[j], "var2": effects[k], "vcov": level.covariance.at(j, k),
                        "sdcor": level.correlation(j, k),
                    }));
                }
            }
        }
        let residual = fit.residual_variance;
        rows.push(json!({ "grp": "Residual", "var1": null, "var2": null, "vcov": residual, "sdcor": fit.residual_sd }));
        Value::Array(rows)
    }

    /// The label of a group of a level: its own, followed by those around it.
    fn label(&self, at: usize, codes: &[usize]) -> String {
        let labels = codes.iter().zip(&self.levels[at..]).filter_map(|(code, level)| level.labels.get(*code).cloned());
        labels.reduce(|inner, outer| format!("{inner}:{outer}")).unwrap_or_default()
    }

    /// Empirical Bayes effects and their conditional variances, by level.
    fn effects_told(&self, fit: &MixedFit) -> (Value, Value) {
        let (mut effects, mut variances) = (serde_json::Map::new(), serde_json::Map::new());
        for (at, level) in fit.levels.iter().enumerate() {
            let names = self.effects(at);
            let rows = level.modes.iter().map(|mode| {
                let label = self.label(at, &mode.codes);
                let mut row = object(names.iter().copied().zip(mode.effect.iter().map(|value| json!(value))));
                row["group"] = json!(label);
                row["_row"] = json!(label);
                row
            });
            let spread = level.modes.iter().map(|mode| match mode.se.as_slice() {
                [se] => json!(se * se),
                _ => json!((0..mode.se.len()).map(|i| mode.covariance.row(i).to_vec()).collect::<Vec<_>>()),
            });
            effects.insert(self.level_name(at), rows.collect());
            variances.insert(self.level_name(at), spread.collect());
        }
        (Value::Object(effects), Value::Object(variances))
    }
}

fn run_mixed(input: &Input<'_>) -> Result<Value, Fault> {
    let y = input.values("y")?;
    let columns = |name: &str| -> Result<Vec<(String, Vec<f64>)>, Fault> {
        let list = terms(input.text(name).unwrap_or_default());
        list.into_iter().map(|term| Ok((term.name, input.evaluate(&term.text)?))).collect()
    };
    let (fixed, slopes) = (columns("fixed")?, columns("slope")?);
    let levels =
        input.column("group")?.split(',').map(|name| level(input, name.trim())).collect::<Result<Vec<_>, _>>()?;
    let borrow = |list: &'_ [(String, Vec<f64>)]| -> Vec<(String, usize)> {
        list.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)).collect()
    };
    let model = Model {
        y: &y,
        fixed: borrow(&fixed).into_iter().map(|(name, at)| (name, fixed[at].1.as_slice())).collect(),
        levels: &levels,
        slopes: borrow(&slopes).into_iter().map(|(name, at)| (name, slopes[at].1.as_slice())).collect(),
        uncorrelated: input.word("uncorrelated", &["no", "yes"])? == 1,
        method: [Method::Reml, Method::Ml][input.word("method", &["reml", "ml"])?],
    };
    let (fit, mut out) = model.told(input, "mixed");
    let Some(fit) = fit else { return Ok(json!({ "fixef": null })) };
    let (effects, variances) = model.effects_told(&fit);
    out["ranef"] = effects;
    out["condVar"] = variances;
    if let Some(shares) = fit.variance_shares() {
        out["ICC"] = if shares.len() == 1 {
            json!(shares[0])
        } else {
            object(shares.iter().enumerate().map(|(at, share)| (model.level_name(at), json!(share))))
        };
        if let ([only], []) = (levels.as_slice(), fixed.as_slice()) {
            out["shrinkage"] = shrinkage(&fit, &y, only);
        }
    }
    Ok(out)
}

/// `lambda = s2_group / (s2_group + s2 / n)`, the groups' means and what is left of them after shrinking.
fn shrinkage(fit: &MixedFit, y: &[f64], level: &Level) -> Value {
    let variance = fit.levels[0].covariance.at(0, 0);
    let (mut lambda, mut means, mut shrunken) = (Vec::new(), Vec::new(), Vec::new());
    for mode in &fit.levels[0].modes {
        let own: Vec<f64> = (0..y.len())
            .filter(|&row| level.codes[row] == mode.codes[0] && !y[row].is_nan())
            .map(|row| y[row])
            .collect();
        let n = own.len() as f64;
        lambda.push(variance / (variance + fit.residual_variance / n));
        means.push(own.iter().sum::<f64>() / n);
        shrunken.push(fit.fixed[0] + mode.effect[0]);
    }
    let even = lambda.windows(2).all(|pair| pair[0] == pair[1]);
    let mut out = json!({ "EB": shrunken, "labels": level.labels });
    out["lambda"] = if even { json!(lambda.first()) } else { json!(lambda) };
    out[format!("{}_mean", level.name.to_lowercase())] = json!(means);
    out
}

fn run_caseload(input: &Input<'_>) -> Result<Value, Fault> {
    let y = input.values("y")?;
    let (inner, outer) = (input.column("id")?, input.column("group")?);
    let levels = [level(input, inner)?, level(input, outer)?];
    let list = terms(input.text("fixed").unwrap_or_default());
    let columns = list.iter().map(|term| input.evaluate(&term.text)).collect::<Result<Vec<_>, _>>()?;
    let model = Model {
        y: &y,
        fixed: list.iter().zip(&columns).map(|(term, column)| (term.name.clone(), column.as_slice())).collect(),
        levels: &levels,
        slopes: Vec::new(),
        uncorrelated: false,
        method: [Method::Reml, Method::Ml][input.word("method", &["reml", "ml"])?],
    };
    let (fit, mut out) = model.told(input, "caseload");
    let Some(fit) = fit else { return Ok(json!({ "fixef": null })) };
    if let Some([person, therapist]) = fit.variance_shares().as_deref() {
        out[format!("ICC_{outer}")] = json!(therapist);
        out[format!("ICC_{inner}_total")] = json!(person + therapist);
    }
    let modes = &fit.levels[1].modes;
    out[format!("EB_{outer}")] = object(modes.iter().map(|mode| (model.label(1, &mode.codes), json!(mode.effect[0]))));
    out["EB_se"] = json!(modes.iter().map(|mode| mode.se[0]).collect::<Vec<_>>());
    let people = modes.iter().map(|mode| {
        let inside = fit.levels[0].modes.iter().filter(|person| person.codes.get(1) == mode.codes.first()).count();
        (model.label(1, &mode.codes), inside)
    });
    let people: Vec<(String, usize)> = people.collect();
    if people.iter().any(|(_, count)| *count < 20) {
        input.note("groups of fewer than 20 people say little about the difference between groups");
    }
    out["people"] = object(people.into_iter().map(|(label, count)| (label, json!(count))));
    Ok(out)
}
