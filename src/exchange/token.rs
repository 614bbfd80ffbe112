//! What a handed-over page holds, and nothing more: which turn, in which vault, the key of its drafts, and the public key
//! to which the answers are sealed. It opens nothing else of the vault.

use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::vault::inbox::InboxPublic;
use crate::vault::place::{AppPath, Place};
use crate::vault::text::{checked, decode, decode_array, encode, hex, unhex, with_check};

/// No token is longer, in characters.
const LONGEST: usize = 2000;

/// Why a text is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Something else altogether.
    #[error("This page was not handed over for answering. Nothing was changed. Please give the device back.")]
    NotAToken,
    /// A token that was cut or altered.
    #[error("The page has lost its place. What was typed is kept and can be recovered. Please give the device back.")]
    Damaged,
    /// A later version of the format.
    #[error("This page was handed over by a newer version of the app. Nothing was changed. Please reload the page.")]
    Newer,
}

/// A turn as the page that answers knows it. To be kept in session storage only. Never printed.
#[derive(Clone)]
pub struct TurnToken {
    place: Place,
    turn: Uuid,
    key: Zeroizing<[u8; 32]>,
    inbox: InboxPublic,
}

impl std::fmt::Debug for TurnToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TurnToken").field("turn", &self.turn).finish_non_exhaustive()
    }
}

impl TurnToken {
    /// From its parts.
    pub(crate) fn new(place: Place, turn: Uuid, key: [u8; 32], inbox: InboxPublic) -> Self {
        let key = Zeroizing::new(key);
        Self { place, turn, key, inbox }
    }

    /// The turn's id.
    #[must_use]
    pub fn turn(&self) -> Uuid {
        self.turn
    }

    /// The vault to which it belongs.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The inbox to which the answers are sealed: the genuine key, known since the vault was open.
    #[must_use]
    pub fn inbox(&self) -> &InboxPublic {
        &self.inbox
    }

    /// What every key of this turn starts with.
    pub(crate) fn room(&self) -> String {
        super::sealed::room(&self.place, self.turn)
    }

    /// The turn's key itself.
    pub(crate) fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// As text: `turn1.<vault>.<turn>.<key>.<inbox>.<path>.<checksum>`. **Secret**: it opens the drafts of this turn.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let key = Zeroizing::new(encode(&self.key[..]));
        let body = Zeroizing::new(format!(
            "turn1.{}.{}.{}.{}.{}",
            hex(self.place.id().as_bytes()),
            hex(self.turn.as_bytes()),
            *key,
            encode(&self.inbox.to_bytes()),
            encode(self.place.path().as_str().as_bytes()),
        ));
        Zeroizing::new(with_check(&body))
    }

    /// From [`TurnToken::to_text`].
    ///
    /// # Errors
    /// [`TokenError`]; any text whatever is safe to pass.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let version = text.split('.').next().and_then(|v| v.strip_prefix("turn"));
        let version = version.and_then(|number| number.parse::<u32>().ok());
        if text.len() > LONGEST || version.is_none() {
            return Err(TokenError::NotAToken);
        }
        let body = checked(text).ok_or(TokenError::Damaged)?;
        match version {
            Some(1) => {}
            Some(2..) => return Err(TokenError::Newer),
            _ => return Err(TokenError::NotAToken),
        }
        Self::fields(body).ok_or(TokenError::Damaged)
    }

    fn fields(body: &str) -> Option<Self> {
        let fields: Vec<&str> = body.split('.').collect();
        let [_, vault, turn, key, inbox, path] = fields[..] else {
            return None;
        };
        let path = AppPath::from_escaped(&String::from_utf8(decode(path)?).ok()?)?;
        Some(Self {
            place: Place::new(path, Uuid::from_bytes(unhex(vault)?)),
            turn: Uuid::from_bytes(unhex(turn)?),
            key: Zeroizing::new(decode_array(key)?),
            inbox: InboxPublic::from_bytes(decode_array(inbox)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn token() -> TurnToken {
        let place = Place::new(AppPath::new("/attune.app/"), Uuid::from_bytes([1; 16]));
        let inbox = InboxPublic::from_bytes([4; 32]);
        TurnToken::new(place, Uuid::from_bytes([2; 16]), [3; 32], inbox)
    }

    #[test]
    fn a_token_there_and_back() {
        let text = token().to_text();
        let read = TurnToken::parse(&text).unwrap();
        assert_eq!(read.to_text(), text);
        assert_eq!((read.turn(), read.place()), (token().turn(), token().place()));
        assert_eq!((read.key(), read.inbox()), (&[3; 32], token().inbox()));
    }

    #[test]
    fn every_damage_is_a_typed_error() {
        let text = token().to_text();
        for at in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes[at] ^= 1;
            let damaged = String::from_utf8(bytes).unwrap();
            assert!(TurnToken::parse(&damaged).is_err(), "{damaged}");
            assert!(TurnToken::parse(&text[..at]).is_err());
        }
        let newer = with_check("turn2.something.else");
        assert_eq!(TurnToken::parse(&newer).unwrap_err(), TokenError::Newer);
        let body = checked(&text).unwrap();
        let no_path = with_check(&body.replace(&encode(b"%2fattune.app%2f"), &encode(b"/../")));
        assert_eq!(TurnToken::parse(&no_path).unwrap_err(), TokenError::Damaged);
        let long = format!("turn1.{}", "a".repeat(LONGEST));
        assert_eq!(TurnToken::parse(&long).unwrap_err(), TokenError::NotAToken);
    }

    #[test]
    fn a_token_is_not_printed() {
        let shown = format!("{:?}", token());
        assert!(!shown.contains("03030303") && !shown.contains("3, 3"), "{shown}");
    }

    proptest! {
        #[test]
        fn any_text_is_refused(text: String) {
            prop_assert!(TurnToken::parse(&text).is_err());
            let checked = with_check(&format!("turn1.{text}"));
            prop_assert!(TurnToken::parse(&checked).is_err());
        }
    }
}
