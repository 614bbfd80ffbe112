//! One event: what all of them have, as differences from the one before.

use serde_json::{Map, Value};
use time::Date;
use uuid::Uuid;

use super::{
    CompactError, Item,
    answers::Tables,
    bytes::{In, Out, unzigzag, zigzag},
    form,
    hot::Known,
    names::Names,
    value,
};
use crate::{
    care::{DeviceId, Event, EventId, Fact, Stamp},
    plain::{self, Plain},
};

/// The event comes from the device of the one before and is its next one.
const IN_SEQUENCE: u8 = 16;
/// The day it speaks of stands to its stamp as that of the one before.
const SAME_DAY: u8 = 32;
/// It has parents.
const PARENTS: u8 = 64;
/// Its identity is the next in order.
const NEXT_ID: u8 = 128;

const DAY: u64 = 86_400_000;
/// The Julian day of 1 January 1970.
const EPOCH: i64 = 2_440_588;

#[derive(Debug)]
struct Device {
    id: [u8; 16],
    next: u64,
}

/// What the events so far have said.
#[derive(Debug)]
pub(super) struct State {
    pub(super) names: Names,
    pub(super) tables: Tables,
    pub(super) known: Known,
    devices: Vec<Device>,
    device: usize,
    stamp: Stamp,
    /// The day spoken of, less the day of the stamp.
    days: i64,
}

/// What all events have.
struct Head {
    device: DeviceId,
    sequence: u64,
    stamp: Stamp,
    date: Date,
    parents: Vec<EventId>,
}

fn day_of(stamp: Stamp) -> i64 {
    (stamp.ms / DAY) as i64 + EPOCH
}

/// An event of any kind from the value of its line; the line where this version does not know all of it.
pub(super) fn whole(value: Value) -> Item {
    match Event::of_plain(&value).filter(|event| event.to_plain() == value) {
        Some(event) => Item::Event(Box::new(event)),
        None => Item::Line(value.to_string().into_bytes()),
    }
}

impl State {
    pub(super) fn new(names: Names, tables: Tables) -> Self {
        let (known, stamp) = (Known::default(), Stamp::default());
        Self { names, tables, known, devices: Vec::new(), device: 0, stamp, days: 0 }
    }

    /// Writes one event.
    pub(super) fn write(&mut self, out: &mut Out, event: &Event) {
        let step = zigzag(event.stamp.ms.wrapping_sub(self.stamp.ms) as i64);
        if step >> 63 != 0 {
            self.write_whole(out, event);
            return;
        }
        let form = self.known.form(&self.tables, &event.fact);
        let fact = (form == form::FACT).then(|| event.fact.to_plain());
        if fact.as_ref().is_some_and(|fact| value::depth(fact) + 2 >= value::DEEPEST) {
            self.write_whole(out, event);
            return;
        }
        let at = out.len();
        out.byte(form);
        self.write_head(out, at, event, step);
        match fact {
            Some(fact) => value::write(out, &mut self.names, &fact),
            None => self.write_known(out, &event.fact),
        }
        // After the fact, whose identities were made before this one.
        if self.names.expected().as_ref() == Some(event.id.as_bytes()) && self.names.use_expected().is_ok() {
            out.mark(at, NEXT_ID);
        } else {
            self.names.write_id(out, event.id.as_bytes());
        }
    }

    /// Writes an event as the value of its line or, where that is nested too deep, as the line.
    fn write_whole(&mut self, out: &mut Out, event: &Event) {
        let value = event.to_plain();
        if value::depth(&value) < value::DEEPEST {
            out.byte(form::WHOLE);
            value::write(out, &mut self.names, &value);
        } else {
            super::write_bytes(out, value.to_string().as_bytes());
        }
    }

    fn write_head(&mut self, out: &mut Out, at: usize, event: &Event, step: u64) {
        let device = event.device.as_bytes();
        let (place, next) = match self.devices.iter().position(|other| other.id == *device) {
            Some(place) => (place, self.devices.get(place).map_or(0, |device| device.next)),
            None => (self.devices.len(), 0),
        };
        if place == self.devices.len() {
            self.devices.push(Device { id: *device, next: 0 });
        }
        if place == self.device && event.sequence == next && next > 0 {
            out.mark(at, IN_SEQUENCE);
        } else {
            out.number(place as u64);
            if next == 0 {
                // Said once a device, at its first event here.
                out.bytes(device);
            }
            out.signed(event.sequence.wrapping_sub(next) as i64);
        }
        self.follow(place, event.sequence);

        let counter = self.counter(step);
        out.number(step << 1 | u64::from(event.stamp.counter != counter));
        if event.stamp.counter != counter {
            out.number(event.stamp.counter.into());
        }
        self.stamp = event.stamp;

        let days = i64::from(event.date.to_julian_day()).wrapping_sub(day_of(event.stamp));
        if days == self.days {
            out.mark(at, SAME_DAY);
        } else {
            out.signed(days);
        }
        self.days = days;

        if !event.parents.is_empty() {
            out.mark(at, PARENTS);
            out.number(event.parents.len() as u64);
            for parent in &event.parents {
                self.names.write_id(out, parent.as_bytes());
            }
        }
    }

    /// The counter that follows: one more within a millisecond, otherwise none.
    fn counter(&self, step: u64) -> u32 {
        if step == 0 { self.stamp.counter.wrapping_add(1) } else { 0 }
    }

    fn follow(&mut self, place: usize, sequence: u64) {
        self.device = place;
        if let Some(device) = self.devices.get_mut(place) {
            device.next = sequence.wrapping_add(1);
        }
    }

    /// Reads one event, whose first byte was `head`.
    pub(super) fn read(&mut self, input: &mut In, head: u8) -> Result<Item, CompactError> {
        let Head { device, sequence, stamp, date, parents } = self.read_head(input, head)?;
        let fact = match head & form::MASK {
            form::FACT => {
                let value = value::read(input, &mut self.names, 0)?;
                match Fact::of_plain(&value).filter(|fact| fact.to_plain() == value) {
                    Some(fact) => Ok(fact),
                    None => Err(value),
                }
            }
            known => Ok(self.read_known(input, known)?),
        };
        let id = if head & NEXT_ID != 0 { self.names.use_expected()? } else { self.names.read_id(input)? };
        let id = EventId::from(Uuid::from_bytes(id));
        Ok(match fact {
            Ok(fact) => Item::Event(Box::new(Event { id, device, sequence, stamp, date, parents, fact })),
            // A later version packed a kind that this one does not know: the line, as that version read it.
            Err(fact) => {
                let mut map = Map::new();
                plain::write(&mut map, "id", &id);
                plain::write(&mut map, "device", &device);
                plain::write(&mut map, "sequence", &sequence);
                plain::write(&mut map, "stamp", &stamp);
                plain::write(&mut map, "date", &date.to_string());
                plain::write_unless_default(&mut map, "parents", &parents);
                map.insert("fact".to_owned(), fact);
                Item::Line(Value::Object(map).to_string().into_bytes())
            }
        })
    }

    fn read_head(&mut self, input: &mut In, head: u8) -> Result<Head, CompactError> {
        let invalid = CompactError::Invalid;
        let place = if head & IN_SEQUENCE != 0 {
            self.device
        } else {
            usize::try_from(input.number()?).map_err(|_| invalid)?
        };
        let mut next = self.devices.get(place).map_or(0, |device| device.next);
        if place == self.devices.len() {
            self.devices.push(Device { id: [0; 16], next: 0 });
            next = 0;
        }
        let device = self.devices.get_mut(place).ok_or(invalid)?;
        let mut sequence = next;
        if head & IN_SEQUENCE == 0 {
            if next == 0 {
                device.id = input.array()?;
            }
            sequence = next.wrapping_add_signed(input.signed()?);
        }
        let id = DeviceId::from(Uuid::from_bytes(device.id));
        self.follow(place, sequence);

        let code = input.number()?;
        let step = code >> 1;
        let ms = self.stamp.ms.wrapping_add_signed(unzigzag(step));
        let counter =
            if code & 1 == 0 { self.counter(step) } else { u32::try_from(input.number()?).map_err(|_| invalid)? };
        self.stamp = Stamp { ms, counter };

        if head & SAME_DAY == 0 {
            self.days = input.signed()?;
        }
        let day = day_of(self.stamp).checked_add(self.days).and_then(|day| i32::try_from(day).ok());
        let date = day.and_then(|day| Date::from_julian_day(day).ok()).ok_or(invalid)?;

        let mut parents = Vec::new();
        if head & PARENTS != 0 {
            for _ in 0..input.number()? {
                parents.push(EventId::from(Uuid::from_bytes(self.names.read_id(input)?)));
            }
        }
        Ok(Head { device: id, sequence, stamp: self.stamp, date, parents })
    }
}
