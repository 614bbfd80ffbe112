//! Times the mixed model on 50,000 rows: a random intercept and slope for 1,000 groups of 50, and three nested levels.
//!
//! `cargo run --release --example lmm_speed [slope.csv [nested.csv]]`: with files of `group,time,outcome` and
//! `outer,inner,time,outcome` rows those are fitted as well, so that another program can be timed on the same ones.

use attune::stats::error::StatError;
use attune::stats::mixed::{Method, MixedModel, RandomTerm};
use std::time::Instant;

/// A small linear congruential generator: the rows need to be repeatable, not secret.
struct Draws(u64);

impl Draws {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

fn median_ms(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..9)
        .map(|_| {
            let from = Instant::now();
            run();
            from.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[4]
}

/// Fit once to tell the result, then nine times for the median duration.
fn time_fit(name: &str, model: &MixedModel<'_>) -> Result<(), StatError> {
    let fit = model.fit(Method::Reml)?;
    let ms = median_ms(|| {
        std::hint::black_box(model.fit(Method::Reml).is_ok());
    });
    println!(
        "{name}: {ms:.1} ms; criterion {:.6}; fixed {:?}; residual SD {:.6}",
        fit.criterion, fit.fixed, fit.residual_sd
    );
    for level in &fit.levels {
        println!("  {} groups, SD {:?}, correlation {:?}", level.groups(), level.sd, level.correlation(0, 1));
    }
    Ok(())
}

/// The columns of a comma-separated file with a header.
fn columns(path: &str) -> Result<Vec<Vec<f64>>, Box<dyn std::error::Error>> {
    let mut out: Vec<Vec<f64>> = Vec::new();
    for line in std::fs::read_to_string(path)?.lines().skip(1) {
        for (k, cell) in line.split(',').enumerate() {
            if out.len() <= k {
                out.push(Vec::new());
            }
            out[k].push(cell.trim_matches('"').parse()?);
        }
    }
    Ok(out)
}

fn codes(column: &[f64]) -> Vec<usize> {
    column.iter().map(|v| *v as usize).collect()
}

/// A random intercept and slope for 1,000 groups of 50.
fn slopes(draws: &mut Draws) -> Result<(), StatError> {
    let (mut group, mut time, mut y) = (Vec::new(), Vec::new(), Vec::new());
    for g in 0..1_000 {
        let (a, b) = (2.0 * draws.normal(), 0.1 * draws.normal());
        for t in 0..50 {
            group.push(g);
            time.push(f64::from(t));
            y.push(10.0 + a + (0.2 + b) * f64::from(t) + draws.normal());
        }
    }
    let model = MixedModel::new(&y).fixed(&time).random(RandomTerm::intercept(&group).slope(&time));
    time_fit("random intercept and slope", &model)
}

/// 5,000 groups of 10 rows within 500 within 25.
fn nested(draws: &mut Draws) -> Result<(), StatError> {
    let (mut inner, mut middle, mut outer, mut y) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for o in 0..25 {
        let a = draws.normal();
        for m in 0..20 {
            let b = draws.normal();
            for i in 0..10 {
                let c = draws.normal();
                for _ in 0..10 {
                    outer.push(o);
                    middle.push(m);
                    inner.push(i);
                    y.push(5.0 + a + b + c + draws.normal());
                }
            }
        }
    }
    let model = MixedModel::new(&y)
        .random(RandomTerm::intercept(&inner))
        .random(RandomTerm::intercept(&middle))
        .random(RandomTerm::intercept(&outer));
    time_fit("three nested levels of groups", &model)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut draws = Draws(7);
    slopes(&mut draws)?;
    nested(&mut draws)?;
    let mut files = std::env::args().skip(1);
    if let Some([group, time, y]) = files.next().map(|f| columns(&f)).transpose()?.as_deref() {
        let group = codes(group);
        let model = MixedModel::new(y).fixed(time).random(RandomTerm::intercept(&group).slope(time));
        time_fit("first file, random intercept and slope", &model)?;
    }
    if let Some([outer, inner, time, y]) = files.next().map(|f| columns(&f)).transpose()?.as_deref() {
        let (outer, inner) = (codes(outer), codes(inner));
        let model =
            MixedModel::new(y).fixed(time).random(RandomTerm::intercept(&inner)).random(RandomTerm::intercept(&outer));
        time_fit("second file, two nested levels of groups", &model)?;
    }
    Ok(())
}
