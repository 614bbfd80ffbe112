//! The languages Attune speaks.

use crate::plain::plain_enum;
/// A language of the interface and of Attune's own questionnaires.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// Every language, in the order in which a choice of languages shows them.
    pub const ALL: [Self; 2] = [Self::En, Self::Es];

    /// The BCP 47 tag, for `lang` attributes and stored answers.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// The direction of writing, for `dir` attributes.
    #[must_use]
    pub const fn dir(self) -> &'static str {
        match self {
            Self::En | Self::Es => "ltr",
        }
    }

    /// The language's name in that language itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Es => "Español",
        }
    }

    /// The language of a BCP 47 tag such as `es-MX`, where we speak it.
    ///
    /// ```
    /// # use attune::words::Lang;
    /// assert_eq!(Lang::of_tag("es-MX"), Some(Lang::Es));
    /// assert_eq!(Lang::of_tag("fi"), None);
    /// ```
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(primary))
    }
}

plain_enum!(Lang { "en" = En, "es" = Es });
