//! A text as words, numbers, texts and signs.

use super::error::{ParseError, Trouble};
use super::moment::Moment;
use super::value::tidy;

/// One word or sign.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name or a word of the language; `true` where it stood in backticks and is a name only.
    Name(String, bool),
    Text(String),
    Integer(i64),
    Decimal(f64),
    Moment(Moment),
    /// `%name`.
    Variable(String),
    /// `$this` and the like, without the `$`.
    Special(String),
    /// Signs of one or two characters.
    Sign(&'static str),
}

/// Every sign; those of two characters first.
const SIGNS: [&str; 22] =
    ["<=", ">=", "!=", "!~", "(", ")", "[", "]", "{", "}", ".", ",", "+", "-", "*", "/", "&", "|", "<", ">", "=", "~"];

/// The words of a text, each with the byte at which it begins.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, ParseError> {
    let mut lexer = Lexer { text, at: 0 };
    let mut found = Vec::new();
    loop {
        lexer.skip()?;
        let at = lexer.at;
        match lexer.token()? {
            Some(token) => found.push((at, token)),
            None => return Ok(found),
        }
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest().chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn fail<T>(&self, at: usize, trouble: Trouble) -> Result<T, ParseError> {
        Err(ParseError::new(self.text, at, trouble))
    }

    /// Takes as many characters as pass.
    fn while_(&mut self, passes: fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !passes(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    /// Passes over spaces and comments.
    fn skip(&mut self) -> Result<(), ParseError> {
        loop {
            self.while_(|c| matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{a0}'));
            let rest = self.rest();
            if rest.starts_with("//") {
                self.while_(|c| c != '\n');
            } else if rest.starts_with("/*") {
                match rest.find("*/") {
                    Some(end) if end > 1 => self.at += end + 2,
                    _ => return self.fail(self.at, Trouble::Unfinished),
                }
            } else {
                return Ok(());
            }
        }
    }

    fn token(&mut self) -> Result<Option<Token>, ParseError> {
        let start = self.at;
        let Some(first) = self.rest().chars().next() else { return Ok(None) };
        Ok(Some(match first {
            'A'..='Z' | 'a'..='z' | '_' => Token::Name(self.name().to_owned(), false),
            '`' => Token::Name(self.quoted()?, true),
            '\'' => Token::Text(self.quoted()?),
            '0'..='9' => self.number()?,
            '@' => {
                self.at += 1;
                let Some((moment, length)) = Moment::front(self.rest()) else {
                    return self.fail(start, Trouble::Moment);
                };
                self.at += length;
                Token::Moment(moment)
            }
            '$' => {
                self.at += 1;
                Token::Special(self.name().to_owned())
            }
            '%' => {
                self.at += 1;
                let name = match self.rest().chars().next() {
                    Some('`' | '\'') => self.quoted()?,
                    // What is written with hyphens is a name of FHIR's own, such as %vs-name.
                    _ => self.while_(|c| c.is_ascii_alphanumeric() || c == '_').to_owned(),
                };
                if name.is_empty() {
                    return self.fail(start, Trouble::Expected("a variable's name"));
                }
                Token::Variable(name)
            }
            _ => match SIGNS.into_iter().find(|sign| self.rest().starts_with(sign)) {
                Some(sign) => {
                    self.at += sign.len();
                    Token::Sign(sign)
                }
                None => return self.fail(start, Trouble::Character(first)),
            },
        }))
    }

    fn name(&mut self) -> &'t str {
        self.while_(|c| c.is_ascii_alphanumeric() || c == '_')
    }

    fn number(&mut self) -> Result<Token, ParseError> {
        let start = self.at;
        let digits = |c: char| c.is_ascii_digit();
        self.while_(digits);
        let mut after = self.rest().chars();
        let decimal = after.next() == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit());
        if decimal {
            self.at += 1;
            self.while_(digits);
        }
        let written = self.text.get(start..self.at).unwrap_or("");
        let token = if decimal {
            written.parse().ok().filter(|number: &f64| number.is_finite()).map(|number| Token::Decimal(tidy(number)))
        } else {
            written.parse().ok().map(Token::Integer)
        };
        token.map_or_else(|| self.fail(start, Trouble::Number), Ok)
    }

    /// What stands between this quote and the next of its kind.
    fn quoted(&mut self) -> Result<String, ParseError> {
        let start = self.at;
        let quote = self.next();
        let mut inside = String::new();
        loop {
            let at = self.at;
            match self.next() {
                None => return self.fail(start, Trouble::Unfinished),
                end if end == quote => return Ok(inside),
                Some('\\') => match self.escape() {
                    Some(c) => inside.push(c),
                    None => return self.fail(at, Trouble::Escape),
                },
                Some(c) => inside.push(c),
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            c @ ('\'' | '"' | '`' | '\\' | '/') => c,
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.unit()?;
                // What lies beyond 16 bits is written as two.
                if (0xD800..0xDC00).contains(&first) && self.rest().starts_with("\\u") {
                    self.at += 2;
                    let second = self.unit()?;
                    return char::decode_utf16([first, second]).next()?.ok();
                }
                char::from_u32(first.into())?
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u16::from_str_radix(digits, 16).ok()
    }
}
