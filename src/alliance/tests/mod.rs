//! What the tests of this room share.

pub mod people;
