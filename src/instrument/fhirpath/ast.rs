//! An expression as a tree. Long chains of operators and steps are lists in it, so that the tree is never deeper than the
//! brackets of the text.

use super::value::Item;

/// What has a value.
#[derive(Debug)]
pub(super) enum Expr {
    /// One step after the other, from what is in view.
    Path(Vec<Step>),
    /// A sign before a number; `true` is minus.
    Signed(bool, Box<Expr>),
    /// Operators of the same rank, from left to right.
    Chain(Box<Expr>, Vec<(Op, Expr)>),
}

/// One step of a path. Those up to `Group` only begin one.
#[derive(Debug)]
pub(super) enum Step {
    /// A value as written; `None` is `{}`.
    Literal(Option<Item<'static>>),
    Variable(String),
    This,
    Index,
    Total,
    Group(Expr),
    Member(String),
    Call(Fun, Vec<Expr>),
    /// `is`, `as` and `ofType`, as operators or functions, with the type's name.
    Type(Fun, &'static str),
    At(Expr),
}

/// A table of operators: how they are written and how strongly they bind.
macro_rules! operators {
    ($($op:ident $sign:literal $rank:literal)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Op { $($op),* }
        const OPERATORS: &[(Op, &str, u8)] = &[$((Op::$op, $sign, $rank)),*];
    };
}

operators! {
    Implies "implies" 1
    Or "or" 2 Xor "xor" 2
    And "and" 3
    In "in" 4 Contains "contains" 4
    Equal "=" 5 Same "~" 5 Unequal "!=" 5 Unlike "!~" 5
    Less "<" 6 AtMost "<=" 6 More ">" 6 AtLeast ">=" 6
    Union "|" 7
    Plus "+" 9 Minus "-" 9 Join "&" 9
    Times "*" 10 Over "/" 10 Div "div" 10 Mod "mod" 10
}

/// How strongly `is` and `as` bind.
pub(super) const TYPE_RANK: u8 = 8;

impl Op {
    /// The operator so written, and its rank.
    pub(super) fn named(sign: &str) -> Option<(Self, u8)> {
        OPERATORS.iter().find(|(_, name, _)| *name == sign).map(|(op, _, rank)| (*op, *rank))
    }

    /// How it is written.
    pub(super) fn sign(self) -> &'static str {
        OPERATORS.get(self as usize).map_or("", |(_, sign, _)| sign)
    }
}

/// A table of functions: their names and how many arguments they take.
macro_rules! functions {
    ($($fun:ident $name:literal $least:literal $most:literal,)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Fun { $($fun),* }
        const FUNCTIONS: &[(Fun, &str, u8, u8)] = &[$((Fun::$fun, $name, $least, $most)),*];
    };
}

functions! {
    Where "where" 1 1, Select "select" 1 1, Repeat "repeat" 1 1, OfType "ofType" 1 1, As "as" 1 1, Is "is" 1 1,
    All "all" 1 1, Any "any" 0 1, Exists "exists" 0 1, Empty "empty" 0 0, Not "not" 0 0, Count "count" 0 0,
    Sum "sum" 0 0, Min "min" 0 0, Max "max" 0 0, Avg "avg" 0 0, First "first" 0 0, Last "last" 0 0, Tail "tail" 0 0,
    Skip "skip" 1 1, Take "take" 1 1, Single "single" 0 0, Distinct "distinct" 0 0, IsDistinct "isDistinct" 0 0,
    Union "union" 1 1, Combine "combine" 1 1, Intersect "intersect" 1 1, Exclude "exclude" 1 1,
    SubsetOf "subsetOf" 1 1, SupersetOf "supersetOf" 1 1, Aggregate "aggregate" 1 2, Iif "iif" 2 3,
    AllTrue "allTrue" 0 0, AnyTrue "anyTrue" 0 0, AllFalse "allFalse" 0 0, AnyFalse "anyFalse" 0 0,
    ToBoolean "toBoolean" 0 0, ToInteger "toInteger" 0 0, ToDecimal "toDecimal" 0 0, ToText "toString" 0 0,
    ToDate "toDate" 0 0, ToDateTime "toDateTime" 0 0, ToTime "toTime" 0 0, ToQuantity "toQuantity" 0 1,
    ConvertsToBoolean "convertsToBoolean" 0 0, ConvertsToInteger "convertsToInteger" 0 0,
    ConvertsToDecimal "convertsToDecimal" 0 0, ConvertsToText "convertsToString" 0 0,
    ConvertsToDate "convertsToDate" 0 0, ConvertsToDateTime "convertsToDateTime" 0 0,
    ConvertsToTime "convertsToTime" 0 0, ConvertsToQuantity "convertsToQuantity" 0 1,
    Abs "abs" 0 0, Ceiling "ceiling" 0 0, Floor "floor" 0 0, Truncate "truncate" 0 0, Round "round" 0 1, Sqrt "sqrt" 0 0,
    Exp "exp" 0 0, Ln "ln" 0 0, Log "log" 1 1, Power "power" 1 1,
    Substring "substring" 1 2, StartsWith "startsWith" 1 1, EndsWith "endsWith" 1 1, Contains "contains" 1 1,
    IndexOf "indexOf" 1 1, Upper "upper" 0 0, Lower "lower" 0 0, Replace "replace" 2 2, Length "length" 0 0,
    Trim "trim" 0 0, Split "split" 1 1, Join "join" 0 1, ToChars "toChars" 0 0,
    Trace "trace" 1 2, HasValue "hasValue" 0 0,
    GetValue "getValue" 0 0, Children "children" 0 0, Descendants "descendants" 0 0, Extension "extension" 1 1,
    Weight "weight" 0 0, Ordinal "ordinal" 0 0, Answers "answers" 0 0,
}

/// Functions of FHIRPath and its extensions that are left out on purpose.
pub(super) const REFUSED: [&str; 31] = [
    "today",
    "now",
    "timeOfDay",
    "matches",
    "matchesFull",
    "replaceMatches",
    "resolve",
    "conformsTo",
    "memberOf",
    "subsumes",
    "subsumedBy",
    "htmlChecks",
    "elementDefinition",
    "slice",
    "checkModifiers",
    "type",
    "encode",
    "decode",
    "escape",
    "unescape",
    "defineVariable",
    "lowBoundary",
    "highBoundary",
    "precision",
    "comparable",
    "repeatAll",
    "sort",
    "coalesce",
    "lastIndexOf",
    "toLong",
    "convertsToLong",
];

impl Fun {
    /// The function of a name, with the least and the most arguments.
    pub(super) fn named(name: &str) -> Option<(Self, &'static str, usize, usize)> {
        let found = FUNCTIONS.iter().find(|(_, known, ..)| *known == name);
        found.map(|(fun, known, least, most)| (*fun, *known, usize::from(*least), usize::from(*most)))
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        FUNCTIONS.get(self as usize).map_or("", |(_, name, ..)| name)
    }
}

/// The names of all functions.
#[cfg(test)]
pub(super) fn all_names() -> Vec<&'static str> {
    FUNCTIONS.iter().map(|(_, name, ..)| *name).collect()
}
