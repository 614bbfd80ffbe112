//! Where two sides stand between two ends: pure, in the units of the drawing.

/// The size of one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What is left free at either side, so that a mark at an end is whole.
    pub margin: f64,
}

/// The marks of one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marks {
    /// Where the person's mark stands, from the left.
    pub person: Option<f64>,
    /// Where the therapist's stands.
    pub therapist: Option<f64>,
    /// The line between the two, where both are there and apart.
    pub between: Option<(f64, f64)>,
    /// The middle, where both ends are as good.
    pub middle: f64,
}

impl Row {
    /// Where a value between `least` and `most` stands. What lies beyond is drawn at the end; no range is drawn in the middle.
    #[must_use]
    pub fn place(self, (least, most): (f64, f64), value: f64) -> f64 {
        let share = if most > least { ((value - least) / (most - least)).clamp(0.0, 1.0) } else { 0.5 };
        self.margin + share * (self.width - 2.0 * self.margin)
    }

    /// The marks of both sides.
    #[must_use]
    pub fn marks(self, range: (f64, f64), person: Option<f64>, therapist: Option<f64>) -> Marks {
        let place = |value: Option<f64>| value.filter(|value| value.is_finite()).map(|value| self.place(range, value));
        let (person, therapist) = (place(person), place(therapist));
        let between = person.zip(therapist).filter(|(a, b)| (a - b).abs() > f64::EPSILON);
        Marks { person, therapist, between, middle: self.width / 2.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Row = Row { width: 200.0, height: 20.0, margin: 10.0 };

    #[test]
    fn the_ends_the_middle_and_what_is_beyond() {
        let at = |value| ROW.place((-3.0, 3.0), value);
        assert_eq!((at(-3.0), at(0.0), at(3.0), at(99.0)), (10.0, 100.0, 190.0, 190.0));
        assert_eq!(ROW.place((1.0, 1.0), 1.0), 100.0);
    }

    #[test]
    fn what_is_not_known_is_not_drawn() {
        let marks = ROW.marks((-3.0, 3.0), Some(3.0), None);
        assert_eq!((marks.person, marks.therapist, marks.between), (Some(190.0), None, None));
        assert_eq!(ROW.marks((-3.0, 3.0), Some(1.0), Some(1.0)).between, None);
        assert_eq!(ROW.marks((-3.0, 3.0), Some(-3.0), Some(3.0)).between, Some((10.0, 190.0)));
        assert_eq!(ROW.marks((-3.0, 3.0), Some(f64::NAN), None).person, None);
    }
}
