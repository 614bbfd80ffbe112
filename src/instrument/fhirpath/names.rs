//! What an expression mentions: variables and linkIds.

use super::ast::{Expr, Op, Step};
use super::value::Item;

/// Variables that every evaluation has.
const GIVEN: [&str; 8] = ["resource", "rootResource", "context", "questionnaire", "qitem", "ucum", "loinc", "sct"];

/// What an expression mentions, each once, in order.
#[derive(Default)]
pub(super) struct Names {
    pub variables: Vec<String>,
    pub link_ids: Vec<String>,
}

fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}

impl Names {
    pub fn of(expr: &Expr) -> Self {
        let mut names = Self::default();
        names.expr(expr);
        names
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(steps) => steps.iter().for_each(|step| self.step(step)),
            Expr::Signed(_, inner) => self.expr(inner),
            Expr::Chain(first, rest) => {
                self.expr(first);
                let mut left: &Expr = first;
                for (op, right) in rest {
                    if matches!(op, Op::Equal | Op::Unequal | Op::Same | Op::Unlike | Op::In | Op::Contains) {
                        for (id, text) in [(left, right), (right, left)] {
                            if is_link_id(id) {
                                texts(text, &mut self.link_ids);
                            }
                        }
                    }
                    self.expr(right);
                    left = right;
                }
            }
        }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Variable(name) if !GIVEN.contains(&&**name) => add(&mut self.variables, name),
            Step::Group(inner) | Step::At(inner) => self.expr(inner),
            Step::Call(_, arguments) => arguments.iter().for_each(|argument| self.expr(argument)),
            _ => {}
        }
    }
}

fn is_link_id(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(steps) if matches!(steps.last(), Some(Step::Member(name)) if name == "linkId"))
}

/// The texts of a literal or of a union of them.
fn texts(expr: &Expr, out: &mut Vec<String>) {
    match expr {
        Expr::Path(steps) => match steps.as_slice() {
            [Step::Literal(Some(Item::Text(text)))] => add(out, text),
            [Step::Group(inner)] => texts(inner, out),
            _ => {}
        },
        Expr::Chain(first, rest) if rest.iter().all(|(op, _)| *op == Op::Union) => {
            texts(first, out);
            rest.iter().for_each(|(_, right)| texts(right, out));
        }
        _ => {}
    }
}
