//! Answers as digits: each item's digit says which of the values that occur here was given.

use super::{
    CompactError, Item,
    bytes::{In, Out},
    names::Names,
    value,
};
use crate::{
    care::Fact,
    instrument::{Answer, AnswerSet, InstrumentRef},
    plain::Plain,
};

/// The most items a table has; answers to further ones are written in another form.
const ITEMS: usize = 1024;
/// The most values an item's digit has.
const VALUES: usize = 250;

/// What occurs as an answer to one item.
#[derive(Debug, Default)]
struct Column {
    item: String,
    /// In how many of the answer sets it occurs.
    seen: usize,
    /// Whether some answer set does not have it.
    absent: bool,
    /// Whether it was left out on purpose.
    skipped: bool,
    /// Whether there is an answer that is no number, or one number too many. It follows the digits as a value.
    other: bool,
    /// The bits of the numbers.
    values: Vec<u64>,
}

/// What a digit stands for.
enum Digit {
    Absent,
    Skipped,
    Other,
    Number(f64),
}

impl Column {
    fn add(&mut self, answer: &Answer) {
        self.seen += 1;
        match answer {
            Answer::Skipped => self.skipped = true,
            Answer::Value(value) if self.values.contains(&value.to_bits()) => {}
            Answer::Value(value) if self.values.len() < VALUES => self.values.push(value.to_bits()),
            Answer::Value(_) | Answer::Many(_) | Answer::Text(_) => self.other = true,
        }
    }

    /// How many digits there are: at least two, so that every answer takes up room.
    fn radix(&self) -> u64 {
        let special = u64::from(self.absent) + u64::from(self.skipped) + u64::from(self.other);
        (special + self.values.len() as u64).max(2)
    }

    fn digit(&self, answer: Option<&Answer>) -> u64 {
        let (absent, skipped) = (u64::from(self.absent), u64::from(self.skipped));
        match answer {
            None => 0,
            Some(Answer::Skipped) => absent,
            Some(answer) => {
                let bits = if let Answer::Value(value) = answer { Some(value.to_bits()) } else { None };
                let place = bits.and_then(|bits| self.values.iter().position(|other| *other == bits));
                let first = absent + skipped + u64::from(self.other);
                place.map_or(absent + skipped, |place| first + place as u64)
            }
        }
    }

    fn meaning(&self, digit: u64) -> Result<Digit, CompactError> {
        let mut rest = digit;
        for (there, meaning) in
            [(self.absent, Digit::Absent), (self.skipped, Digit::Skipped), (self.other, Digit::Other)]
        {
            if there && rest == 0 {
                return Ok(meaning);
            }
            rest = rest.saturating_sub(u64::from(there));
        }
        let place = usize::try_from(rest).map_err(|_| CompactError::Invalid)?;
        self.values.get(place).map(|bits| Digit::Number(f64::from_bits(*bits))).ok_or(CompactError::Invalid)
    }
}

/// What occurs as answers to one version of a questionnaire.
#[derive(Debug)]
struct Table {
    instrument: InstrumentRef,
    sets: usize,
    /// By the name of the item, as answer sets are.
    columns: Vec<Column>,
}

/// A run of items whose digits make one number below 2^64.
struct Group<'t> {
    columns: &'t [Column],
    /// How many bytes the number takes.
    bytes: usize,
}

impl Table {
    fn column(&self, item: &str) -> Result<usize, usize> {
        self.columns.binary_search_by(|column| column.item.as_str().cmp(item))
    }

    fn add(&mut self, answers: &AnswerSet) {
        self.sets += 1;
        for (item, answer) in answers.iter() {
            let at = match self.column(item) {
                Ok(at) => at,
                Err(_) if self.columns.len() >= ITEMS => continue,
                Err(at) => {
                    self.columns.insert(at, Column { item: item.to_owned(), ..Column::default() });
                    at
                }
            };
            if let Some(column) = self.columns.get_mut(at) {
                column.add(answer);
            }
        }
    }

    fn groups(&self) -> Vec<Group<'_>> {
        let mut groups = Vec::new();
        let mut rest = self.columns.as_slice();
        while !rest.is_empty() {
            let (mut size, mut count) = (1_u64, 0);
            for column in rest {
                let Some(larger) = size.checked_mul(column.radix()) else { break };
                (size, count) = (larger, count + 1);
            }
            let bytes = (64 - (size - 1).leading_zeros() as usize).div_ceil(8);
            let (columns, later) = rest.split_at(count);
            groups.push(Group { columns, bytes });
            rest = later;
        }
        groups
    }
}

/// One table for each questionnaire that was answered.
#[derive(Debug, Default)]
pub(super) struct Tables(Vec<Table>);

impl Tables {
    /// The tables of these items.
    pub(super) fn of(items: &[Item]) -> Self {
        let mut tables = Self::default();
        for item in items {
            let Item::Event(event) = item else { continue };
            let Fact::AnswersGiven(given) = &event.fact else { continue };
            let at = tables.find(&given.instrument).unwrap_or_else(|| {
                let instrument = given.instrument.clone();
                tables.0.push(Table { instrument, sets: 0, columns: Vec::new() });
                tables.0.len() - 1
            });
            if let Some(table) = tables.0.get_mut(at) {
                table.add(&given.answers);
            }
        }
        for table in &mut tables.0 {
            for column in &mut table.columns {
                column.absent = column.seen < table.sets;
            }
        }
        tables
    }

    /// The table of a questionnaire.
    pub(super) fn find(&self, instrument: &InstrumentRef) -> Option<usize> {
        self.0.iter().position(|table| table.instrument == *instrument)
    }

    /// The table of a questionnaire, where it has a column for each of these answers.
    pub(super) fn fit(&self, instrument: &InstrumentRef, answers: &AnswerSet) -> Option<usize> {
        let at = self.find(instrument)?;
        let table = self.0.get(at)?;
        answers.iter().all(|(item, _)| table.column(item).is_ok()).then_some(at)
    }

    pub(super) fn write(&self, out: &mut Out, names: &mut Names) {
        out.number(self.0.len() as u64);
        for table in &self.0 {
            value::write_text(out, names, &table.instrument.id);
            out.number(table.instrument.version.into());
            out.number(table.columns.len() as u64);
            for column in &table.columns {
                value::write_text(out, names, &column.item);
                out.byte(u8::from(column.absent) | u8::from(column.skipped) << 1 | u8::from(column.other) << 2);
                out.number(column.values.len() as u64);
                for bits in &column.values {
                    value::write_real(out, f64::from_bits(*bits));
                }
            }
        }
    }

    pub(super) fn read(input: &mut In, names: &mut Names) -> Result<Self, CompactError> {
        let mut tables = Self::default();
        for _ in 0..input.length()? {
            let id = value::read_text(input, names)?;
            let version = u32::try_from(input.number()?).map_err(|_| CompactError::Invalid)?;
            let mut columns = Vec::new();
            for _ in 0..input.length()? {
                let item = value::read_text(input, names)?;
                let flags = input.byte()?;
                let mut values = Vec::new();
                for _ in 0..input.length()? {
                    values.push(value::read_real(input)?.to_bits());
                }
                let (absent, skipped, other) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
                columns.push(Column { item, seen: 0, absent, skipped, other, values });
            }
            tables.0.push(Table { instrument: InstrumentRef { id, version }, sets: 0, columns });
        }
        Ok(tables)
    }

    /// Writes answers that [`Tables::fit`] a table.
    pub(super) fn write_answers(&self, at: usize, out: &mut Out, names: &mut Names, answers: &AnswerSet) {
        let Some(table) = self.0.get(at) else { return };
        for group in table.groups() {
            let mut number = 0_u64;
            for column in group.columns {
                number = number * column.radix() + column.digit(answers.get(&column.item));
            }
            out.bytes(number.to_le_bytes().get(..group.bytes).unwrap_or_default());
        }
        for column in &table.columns {
            let Some(answer) = answers.get(&column.item) else { continue };
            if column.other && matches!(column.meaning(column.digit(Some(answer))), Ok(Digit::Other)) {
                value::write(out, names, &answer.to_plain());
            }
        }
    }

    pub(super) fn read_answers(&self, at: usize, input: &mut In, names: &mut Names) -> Result<AnswerSet, CompactError> {
        let table = self.0.get(at).ok_or(CompactError::Invalid)?;
        let mut digits = Vec::new();
        for group in table.groups() {
            let mut bytes = [0; 8];
            for slot in bytes.iter_mut().take(group.bytes) {
                *slot = input.byte()?;
            }
            let mut number = u64::from_le_bytes(bytes);
            let first = digits.len();
            for column in group.columns.iter().rev() {
                digits.push(column.meaning(number % column.radix())?);
                number /= column.radix();
            }
            if number > 0 {
                return Err(CompactError::Invalid);
            }
            digits.get_mut(first..).unwrap_or_default().reverse();
        }
        let mut answers = AnswerSet::default();
        for (column, digit) in table.columns.iter().zip(digits) {
            let answer = match digit {
                Digit::Absent => continue,
                Digit::Skipped => Answer::Skipped,
                Digit::Number(value) => Answer::Value(value),
                Digit::Other => Answer::of_plain(&value::read(input, names, 0)?).ok_or(CompactError::Invalid)?,
            };
            answers.set(&column.item, answer);
        }
        Ok(answers)
    }
}
