//! The first line of a backup: what the file is.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::BackupError;
use crate::plain;

/// The version of the form that this app writes.
const FORMAT: u32 = 1;
const NAME: &str = "attune-backup";

/// What the first line says. It is readable only to whoever can open the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The version of the app that wrote it.
    pub app: String,
    /// The vault from which it came.
    pub vault: Uuid,
    /// When it was written: milliseconds since 1970, by that device's clock.
    pub made: u64,
    /// How many lines follow.
    pub count: usize,
    /// SHA-256 of everything after the first line, in hexadecimal digits.
    pub sha256: String,
}

impl Heading {
    /// As one line of JSON, without its end.
    #[must_use]
    pub fn to_line(&self) -> String {
        let mut map = Map::new();
        plain::write(&mut map, NAME, &FORMAT);
        plain::write(&mut map, "app", &self.app);
        plain::write(&mut map, "vault", &self.vault.to_string());
        plain::write(&mut map, "made", &self.made);
        plain::write(&mut map, "count", &self.count);
        plain::write(&mut map, "sha256", &self.sha256);
        Value::Object(map).to_string()
    }

    /// From [`Heading::to_line`].
    ///
    /// # Errors
    /// [`BackupError::NotABackup`], [`BackupError::Newer`].
    pub fn parse(line: &[u8]) -> Result<Self, BackupError> {
        let value: Value = serde_json::from_slice(line).map_err(|_| BackupError::NotABackup)?;
        let map = value.as_object().ok_or(BackupError::NotABackup)?;
        match plain::read::<u32>(map, NAME) {
            Some(FORMAT) => {}
            Some(newer) if newer > FORMAT => return Err(BackupError::Newer),
            _ => return Err(BackupError::NotABackup),
        }
        Self::fields(map).ok_or(BackupError::NotABackup)
    }

    fn fields(map: &Map<String, Value>) -> Option<Self> {
        Some(Self {
            app: plain::read(map, "app")?,
            vault: plain::read::<String>(map, "vault")?.parse().ok()?,
            made: plain::read(map, "made")?,
            count: plain::read(map, "count")?,
            sha256: plain::read(map, "sha256")?,
        })
    }
}
