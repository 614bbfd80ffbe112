//! From words to a tree, by how strongly operators bind.

use super::ast::{Expr, Fun, Op, REFUSED, Step, TYPE_RANK};
use super::error::{ParseError, Trouble};
use super::lex::{Token, tokens};
use super::moment::calendar_word;
use super::types;
use super::value::Item;

/// The longest text, in bytes.
pub(super) const LONGEST: usize = 64 * 1024;

/// The deepest nesting. A bracket, an argument, a sign and the right side of an operator that binds more strongly each count
/// as a level.
pub(super) const DEEPEST: usize = 64;

/// The tree of a text.
pub(super) fn parse(text: &str) -> Result<Expr, ParseError> {
    if text.len() > LONGEST {
        return Err(ParseError { at: 1, trouble: Trouble::TooLong });
    }
    let mut parser = Parser { text, tokens: tokens(text)?.into_iter().peekable(), level: 0, wraps: 0, at: 0 };
    let expr = parser.expression(0)?;
    match parser.tokens.peek() {
        None => Ok(expr),
        Some(_) => parser.fail(Trouble::Expected("an operator or the end")),
    }
}

struct Parser<'t> {
    text: &'t str,
    tokens: std::iter::Peekable<std::vec::IntoIter<(usize, Token)>>,
    level: usize,
    /// How often `is` or `as` was put around something with operators, which deepens the tree as well.
    wraps: usize,
    /// Where the word taken last begins.
    at: usize,
}

impl Parser<'_> {
    /// An error at the next word.
    fn fail<T>(&mut self, trouble: Trouble) -> Result<T, ParseError> {
        let at = self.tokens.peek().map_or(self.text.len(), |(at, _)| *at);
        Err(ParseError::new(self.text, at, trouble))
    }

    /// An error at the word taken last.
    fn fail_back<T>(&self, trouble: Trouble) -> Result<T, ParseError> {
        Err(ParseError::new(self.text, self.at, trouble))
    }

    fn peek(&mut self) -> Option<&Token> {
        self.tokens.peek().map(|(_, token)| token)
    }

    fn take(&mut self) -> Option<Token> {
        let (at, token) = self.tokens.next()?;
        self.at = at;
        Some(token)
    }

    fn takes(&mut self, sign: &'static str) -> bool {
        let is = self.peek() == Some(&Token::Sign(sign));
        if is {
            self.take();
        }
        is
    }

    fn needs(&mut self, sign: &'static str) -> Result<(), ParseError> {
        if self.takes(sign) { Ok(()) } else { self.fail(Trouble::Expected(sign)) }
    }

    /// The word that may be an operator.
    fn operator(&mut self) -> Option<&str> {
        match self.peek()? {
            Token::Sign(sign) => Some(sign),
            Token::Name(name, false) => Some(name),
            _ => None,
        }
    }

    /// An expression with operators of at least this rank.
    fn expression(&mut self, floor: u8) -> Result<Expr, ParseError> {
        self.level += 1;
        if self.level > DEEPEST {
            return self.fail(Trouble::TooDeep);
        }
        let mut left = self.signed()?;
        let mut last = None;
        while let Some(word) = self.operator() {
            let casts = match word {
                "is" => Some(Fun::Is),
                "as" => Some(Fun::As),
                _ => None,
            };
            let Some((op, rank)) = Op::named(word).or(casts.map(|_| (Op::Equal, TYPE_RANK))) else { break };
            if rank < floor {
                break;
            }
            self.take();
            if let Some(cast) = casts {
                let step = Step::Type(cast, self.type_name()?);
                left = match left {
                    Expr::Path(mut steps) => {
                        steps.push(step);
                        Expr::Path(steps)
                    }
                    other => {
                        self.wraps += 1;
                        if self.wraps > DEEPEST / 2 {
                            return self.fail_back(Trouble::TooDeep);
                        }
                        Expr::Path(vec![Step::Group(other), step])
                    }
                };
                last = None;
                continue;
            }
            let right = self.expression(rank + 1)?;
            left = match left {
                Expr::Chain(first, mut rest) if last == Some(rank) => {
                    rest.push((op, right));
                    Expr::Chain(first, rest)
                }
                other => Expr::Chain(Box::new(other), vec![(op, right)]),
            };
            last = Some(rank);
        }
        self.level -= 1;
        Ok(left)
    }

    fn signed(&mut self) -> Result<Expr, ParseError> {
        let minus = self.takes("-");
        if !minus && !self.takes("+") {
            return self.path();
        }
        self.level += 1;
        if self.level > DEEPEST {
            return self.fail_back(Trouble::TooDeep);
        }
        let inner = self.signed()?;
        self.level -= 1;
        Ok(Expr::Signed(minus, Box::new(inner)))
    }

    fn path(&mut self) -> Result<Expr, ParseError> {
        let mut steps = vec![self.term()?];
        loop {
            if self.takes(".") {
                let step = match self.take() {
                    Some(Token::Name(name, quoted)) => self.invocation(name, quoted)?,
                    Some(Token::Special(name)) => self.special(&name)?,
                    _ => return self.fail_back(Trouble::Expected("the name of an element or a function")),
                };
                steps.push(step);
            } else if self.takes("[") {
                steps.push(Step::At(self.expression(0)?));
                self.needs("]")?;
            } else {
                return Ok(Expr::Path(steps));
            }
        }
    }

    fn term(&mut self) -> Result<Step, ParseError> {
        let Some(token) = self.take() else { return self.fail(Trouble::Expected("a value")) };
        Ok(Step::Literal(Some(match token {
            Token::Integer(number) => match self.unit() {
                Some(unit) => Item::Quantity(number as f64, unit.into()),
                None => Item::Integer(number),
            },
            Token::Decimal(number) => match self.unit() {
                Some(unit) => Item::Quantity(number, unit.into()),
                None => Item::Decimal(number),
            },
            Token::Text(text) => Item::Text(text.into()),
            Token::Moment(moment) => Item::Moment(moment),
            Token::Variable(name) => return Ok(Step::Variable(name)),
            Token::Special(name) => return self.special(&name),
            Token::Name(name, false) if name == "true" || name == "false" => Item::Bool(name == "true"),
            Token::Name(name, false) if matches!(&*name, "and" | "or" | "xor" | "implies" | "div" | "mod") => {
                return self.fail_back(Trouble::Expected("a value"));
            }
            Token::Name(name, quoted) => return self.invocation(name, quoted),
            Token::Sign("(") => {
                let inner = self.expression(0)?;
                self.needs(")")?;
                return Ok(Step::Group(inner));
            }
            Token::Sign("{") => {
                self.needs("}")?;
                return Ok(Step::Literal(None));
            }
            Token::Sign(_) => return self.fail_back(Trouble::Expected("a value")),
        })))
    }

    /// The unit after a number.
    fn unit(&mut self) -> Option<String> {
        match self.tokens.peek() {
            Some((_, Token::Text(_))) => {}
            Some((_, Token::Name(word, false))) if calendar_word(word) => {}
            _ => return None,
        }
        match self.take() {
            Some(Token::Text(unit) | Token::Name(unit, _)) => Some(unit),
            _ => None,
        }
    }

    fn special(&mut self, name: &str) -> Result<Step, ParseError> {
        Ok(match name {
            "this" => Step::This,
            "index" => Step::Index,
            "total" => Step::Total,
            _ => return self.fail_back(Trouble::Expected("$this, $index or $total")),
        })
    }

    /// An element's name or the call of a function.
    fn invocation(&mut self, name: String, quoted: bool) -> Result<Step, ParseError> {
        let named = self.at;
        if quoted || !self.takes("(") {
            return Ok(Step::Member(name));
        }
        let fail = |text: &str, trouble| Err(ParseError::new(text, named, trouble));
        let Some((fun, known, least, most)) = Fun::named(&name) else {
            let refused = REFUSED.contains(&&*name);
            return fail(self.text, if refused { Trouble::Unsupported(name) } else { Trouble::UnknownFunction(name) });
        };
        if matches!(fun, Fun::Is | Fun::As | Fun::OfType) {
            let kind = self.type_name()?;
            self.needs(")")?;
            return Ok(Step::Type(fun, kind));
        }
        let mut arguments = Vec::new();
        if !self.takes(")") {
            loop {
                arguments.push(self.expression(0)?);
                if !self.takes(",") {
                    break;
                }
            }
            self.needs(")")?;
        }
        if !(least..=most).contains(&arguments.len()) {
            return fail(self.text, Trouble::Arguments(known));
        }
        Ok(Step::Call(fun, arguments))
    }

    /// A type's name, perhaps with the namespace it is from.
    fn type_name(&mut self) -> Result<&'static str, ParseError> {
        let Some(Token::Name(mut name, _)) = self.take() else {
            return self.fail_back(Trouble::Expected("the name of a type"));
        };
        if (name == "System" || name == "FHIR") && self.takes(".") {
            let Some(Token::Name(inner, _)) = self.take() else {
                return self.fail_back(Trouble::Expected("the name of a type"));
            };
            name = inner;
        }
        types::known(&name).map_or_else(|| self.fail_back(Trouble::UnknownType(name)), Ok)
    }
}
