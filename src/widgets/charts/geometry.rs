//! Where things stand in a chart: pure functions from sessions and scores to points of a drawing.

/// The drawing's measures, in its own units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The whole width.
    pub width: f64,
    /// The whole height.
    pub height: f64,
    /// Room at the left for the labels of the scores.
    pub left: f64,
    /// Room at the right.
    pub right: f64,
    /// Room at the top.
    pub top: f64,
    /// Room at the bottom for the labels of the sessions.
    pub bottom: f64,
}

/// One session to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The number of the session, from 1.
    pub session: usize,
    /// The score; nothing where there is none.
    pub score: Option<f64>,
    /// Whether the score was estimated from fewer items.
    pub hollow: bool,
    /// What was usual before: low and high.
    pub band: Option<(f64, f64)>,
    /// Whether a new baseline starts here, so that no line leads to it.
    pub breaks: bool,
}

/// A point of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// The session it stands for.
    pub session: usize,
    /// The score.
    pub score: f64,
    /// Whether it is drawn hollow.
    pub hollow: bool,
}

/// A chart, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The scores as points.
    pub dots: Vec<Dot>,
    /// Lines between neighbouring scores, as SVG paths, one for each unbroken run.
    pub lines: Vec<String>,
    /// Outlines of the bands, as closed SVG paths, one for each unbroken run.
    pub bands: Vec<String>,
    /// The horizontal lines: height and the score they stand for.
    pub rules: Vec<(f64, f64)>,
    /// The labels below: place and session.
    pub labels: Vec<(f64, usize)>,
}

impl Frame {
    /// Where a session stands, from the left, among `sessions` of them. A single one stands in the middle.
    #[must_use]
    pub fn x(&self, session: usize, sessions: usize) -> f64 {
        let inner = self.width - self.left - self.right;
        if sessions <= 1 {
            return self.left + inner / 2.0;
        }
        self.left + inner * (session.saturating_sub(1)) as f64 / (sessions - 1) as f64
    }

    /// Where a score stands, from the top, on a scale of `range`. Scores beyond the range stand at its edge.
    #[must_use]
    pub fn y(&self, score: f64, range: (f64, f64)) -> f64 {
        let inner = self.height - self.top - self.bottom;
        let span = range.1 - range.0;
        let share = if span > 0.0 { ((score - range.0) / span).clamp(0.0, 1.0) } else { 0.5 };
        self.height - self.bottom - inner * share
    }
}

/// The sessions to label: the first, the last, and evenly between, at most `most` of them.
#[must_use]
pub fn labelled(sessions: usize, most: usize) -> Vec<usize> {
    if sessions == 0 || most == 0 {
        return Vec::new();
    }
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
    let step = steps.into_iter().find(|step| sessions.div_ceil(*step) <= most).unwrap_or(sessions);
    let mut shown: Vec<usize> = (1..=sessions).filter(|n| *n == 1 || n % step == 0).collect();
    if step > 1 && shown.last().is_some_and(|last| sessions - last > step / 2) {
        shown.push(sessions);
    }
    shown
}

/// A coordinate as markup has it, to a tenth of a unit.
#[must_use]
pub fn place(coordinate: f64) -> String {
    format!("{coordinate:.1}")
}

fn path(points: &[(f64, f64)]) -> String {
    points
        .iter()
        .enumerate()
        .map(|(i, (x, y))| format!("{}{} {}", if i == 0 { "M" } else { "L" }, place(*x), place(*y)))
        .collect()
}

/// The drawing of a course: a line over sessions with the band of what was usual before each.
///
/// A session without a score leaves a gap in the dots, and the line goes straight over it; a new baseline breaks the line.
/// Scores that are not finite are left out. Any number of sessions, none included.
#[must_use]
pub fn draw(frame: Frame, range: (f64, f64), marks: &[Mark]) -> Drawing {
    let sessions = marks.iter().map(|mark| mark.session).max().unwrap_or(0);
    let place = |session: usize| frame.x(session, sessions);
    let mut dots = Vec::new();
    let mut lines = Vec::new();
    let mut run: Vec<(f64, f64)> = Vec::new();
    let mut bands = Vec::new();
    let mut edge: Vec<(f64, f64, f64)> = Vec::new();
    for mark in marks {
        let x = place(mark.session);
        if mark.breaks && !run.is_empty() {
            lines.push(path(&run));
            run.clear();
        }
        if let Some(score) = mark.score.filter(|score| score.is_finite()) {
            let y = frame.y(score, range);
            dots.push(Dot { x, y, session: mark.session, score, hollow: mark.hollow });
            run.push((x, y));
        }
        match mark.band.filter(|(low, high)| low.is_finite() && high.is_finite()) {
            Some((low, high)) => edge.push((x, frame.y(high, range), frame.y(low, range))),
            None => bands.extend(outline(&std::mem::take(&mut edge), frame)),
        }
    }
    bands.extend(outline(&edge, frame));
    lines.push(path(&run));
    lines.retain(|line| line.contains('L'));
    let whole = range.0.ceil() as i64..=range.1.floor() as i64;
    let rules = whole.map(|score| (frame.y(score as f64, range), score as f64)).collect();
    // A label takes about fifty units.
    let labels = labelled(sessions, (frame.width / 50.0) as usize)
        .into_iter()
        .map(|session| (place(session), session))
        .collect();
    Drawing { dots, lines, bands, rules, labels }
}

/// The outline of a band: along its upper edge and back along its lower one. A band over a single session gets some width.
fn outline(edge: &[(f64, f64, f64)], frame: Frame) -> Option<String> {
    let (first, last) = (edge.first()?, edge.last()?);
    let widen = if edge.len() == 1 { (frame.width / 60.0).max(4.0) } else { 0.0 };
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(edge.len() * 2 + 2);
    points.push((first.0 - widen, first.1));
    points.extend(edge.iter().map(|(x, high, _)| (*x, *high)));
    points.push((last.0 + widen, last.1));
    points.push((last.0 + widen, last.2));
    points.extend(edge.iter().rev().map(|(x, _, low)| (*x, *low)));
    points.push((first.0 - widen, first.2));
    Some(path(&points) + "Z")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FRAME: Frame = Frame { width: 640.0, height: 260.0, left: 40.0, right: 20.0, top: 10.0, bottom: 30.0 };
    const RANGE: (f64, f64) = (1.0, 5.0);

    fn mark(session: usize, score: Option<f64>) -> Mark {
        Mark { session, score, hollow: false, band: None, breaks: false }
    }

    #[test]
    fn the_edges_of_the_scale_are_the_edges_of_the_frame() {
        assert_eq!((FRAME.y(1.0, RANGE), FRAME.y(5.0, RANGE), FRAME.y(9.0, RANGE)), (230.0, 10.0, 10.0));
        assert_eq!((FRAME.x(1, 5), FRAME.x(5, 5), FRAME.x(1, 1)), (40.0, 620.0, 330.0));
        assert_eq!(FRAME.y(1.0, (2.0, 2.0)), 120.0);
    }

    #[test]
    fn a_gap_has_no_dot_and_a_new_baseline_breaks_the_line() {
        let marks = [
            mark(1, Some(3.0)),
            mark(2, None),
            mark(3, Some(4.0)),
            Mark { breaks: true, ..mark(4, Some(2.0)) },
            mark(5, Some(2.0)),
        ];
        let drawing = draw(FRAME, RANGE, &marks);
        assert_eq!(drawing.dots.iter().map(|dot| dot.session).collect::<Vec<_>>(), [1, 3, 4, 5]);
        assert_eq!(drawing.lines.len(), 2);
        assert_eq!(drawing.rules.iter().map(|rule| rule.1).collect::<Vec<_>>(), [1.0, 2.0, 3.0, 4.0, 5.0]);
    }

    #[test]
    fn bands_are_closed_and_one_for_each_run() {
        let band = |session, there: bool| Mark { band: there.then_some((2.0, 4.0)), ..mark(session, Some(3.0)) };
        let drawing =
            draw(FRAME, RANGE, &[band(1, false), band(2, true), band(3, true), band(4, false), band(5, true)]);
        assert_eq!(drawing.bands.len(), 2);
        assert!(drawing.bands.iter().all(|band| band.starts_with('M') && band.ends_with('Z')));
    }

    #[test]
    fn labels_are_few_and_hold_the_ends() {
        assert_eq!(labelled(0, 12), Vec::<usize>::new());
        assert_eq!(labelled(3, 12), [1, 2, 3]);
        assert_eq!(labelled(40, 12), [1, 5, 10, 15, 20, 25, 30, 35, 40]);
        assert_eq!(labelled(48, 12), [1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 48]);
    }

    proptest! {
        #[test]
        fn every_dot_lies_within_the_frame(scores in proptest::collection::vec(proptest::option::of(proptest::num::f64::ANY), 0..60)) {
            let marks: Vec<Mark> = scores.iter().enumerate().map(|(i, score)| mark(i + 1, *score)).collect();
            let drawing = draw(FRAME, RANGE, &marks);
            for dot in &drawing.dots {
                prop_assert!((FRAME.left..=FRAME.width - FRAME.right).contains(&dot.x));
                prop_assert!((FRAME.top..=FRAME.height - FRAME.bottom).contains(&dot.y));
            }
            prop_assert!(drawing.labels.len() <= 14);
        }
    }
}
