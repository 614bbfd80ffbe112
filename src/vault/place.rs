//! Where a vault lies in a store: the app's path and the vault's id, and from them the names of all its keys.
//!
//! One origin may serve several copies of the app from different folders, and they share the origin's storage; so every
//! key begins with the path. A key names, in this order: `attune/<path>/<vault id>/<room>/...`.

use uuid::Uuid;

/// The rooms of a vault that this version knows. A key in any other room was made by a newer version.
pub(crate) const ROOMS: [&str; 9] = ["j", "s", "m", "k", "r", "slot", "inbox-key", "inbox", "turn"];

/// The folder from which the app is served, for example `/attune/`, in a form that can stand inside a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AppPath(String);

impl AppPath {
    /// From the path part of the page's address. Letters, digits, `.`, `_` and `-` stay; every other byte becomes `%XX`,
    /// so that no path can be the beginning of another one's keys.
    #[must_use]
    pub fn new(path: &str) -> Self {
        let mut out = String::with_capacity(path.len());
        for byte in path.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-') {
                out.push(char::from(byte));
            } else {
                out.push('%');
                out.push_str(&super::text::hex(&[byte]));
            }
        }
        Self(out)
    }

    /// From the escaped form, as [`AppPath::as_str`] gave it; `None` where a character is not allowed in it.
    #[must_use]
    pub fn from_escaped(text: &str) -> Option<Self> {
        let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'%');
        text.bytes().all(fits).then(|| Self(text.to_owned()))
    }

    /// The escaped form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What every key of every vault of this app starts with.
    #[must_use]
    pub fn prefix(&self) -> String {
        format!("attune/{}/", self.0)
    }
}

/// One vault's place: whose keys start with `attune/<path>/<vault id>/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    path: AppPath,
    id: Uuid,
}

impl Place {
    /// The place of the vault `id` of the app at `path`.
    #[must_use]
    pub fn new(path: AppPath, id: Uuid) -> Self {
        Self { path, id }
    }

    /// The app's path.
    #[must_use]
    pub fn path(&self) -> &AppPath {
        &self.path
    }

    /// The vault's id, random, made with the vault.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// What every key of this vault starts with.
    #[must_use]
    pub fn prefix(&self) -> String {
        format!("attune/{}/{}/", self.path.0, self.id.as_simple())
    }

    /// What every key of one room starts with.
    pub(crate) fn room(&self, room: &str) -> String {
        format!("{}{room}/", self.prefix())
    }

    /// The vault id in a key of the app at `path`, and the rest of the key after it.
    pub(crate) fn split<'k>(path: &AppPath, key: &'k str) -> Option<(Uuid, &'k str)> {
        let rest = key.strip_prefix(&path.prefix())?;
        let (id, rest) = rest.split_once('/')?;
        let bytes: [u8; 16] = super::text::unhex(id)?;
        Some((Uuid::from_bytes(bytes), rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_begins_another() {
        let root = AppPath::new("/a");
        let deeper = AppPath::new("/a/b");
        assert_eq!(root.as_str(), "%2fa");
        assert!(!deeper.prefix().starts_with(&root.prefix()));
        assert_eq!(AppPath::from_escaped(deeper.as_str()), Some(deeper));
        assert_eq!(AppPath::from_escaped("/a"), None);
    }

    #[test]
    fn keys_split_into_vault_and_rest() {
        let path = AppPath::new("/x/");
        let id = Uuid::from_bytes([7; 16]);
        let place = Place::new(path.clone(), id);
        let key = format!("{}abc", place.room("j"));
        assert_eq!(Place::split(&path, &key), Some((id, "j/abc")));
        assert_eq!(Place::split(&path, "attune/%2fx%2f/no-id/j/1"), None);
        assert_eq!(Place::split(&AppPath::new("/y/"), &key), None);
    }
}
