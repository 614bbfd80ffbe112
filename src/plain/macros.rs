//! The macros that implement [`super::Plain`].

/// Implements [`super::Plain`] for a struct: the fields that are always there, then those that are left out where they hold
/// their type's default. `plain_struct!(Item { id } default { text, help });`
macro_rules! plain_struct {
    ($type:ident { $($field:ident),* $(,)? } $(default { $($default:ident),* $(,)? })?) => {
        impl $crate::plain::Plain for $type {
            fn to_plain(&self) -> serde_json::Value {
                let mut map = serde_json::Map::new();
                $($crate::plain::write(&mut map, stringify!($field), &self.$field);)*
                $($($crate::plain::write_unless_default(&mut map, stringify!($default), &self.$default);)*)?
                serde_json::Value::Object(map)
            }

            fn of_plain(value: &serde_json::Value) -> Option<Self> {
                let map = value.as_object()?;
                Some(Self {
                    $($field: $crate::plain::read(map, stringify!($field))?,)*
                    $($($default: $crate::plain::read_or_default(map, stringify!($default))?,)*)?
                })
            }
        }

        $crate::plain::plain_serde!($type);
    };
}

/// Implements [`super::Plain`] for an enum, each variant under a name of its own:
/// `plain_enum!(Kind { "date" = Date, "slider" = Slider(inner), "text" = Text {} default { long } });`
macro_rules! plain_enum {
    (@write $name:literal) => {
        serde_json::Value::from($name)
    };
    (@write $name:literal ($inner:ident)) => {
        $crate::plain::tag($name, $crate::plain::Plain::to_plain($inner))
    };
    (@write $name:literal { $($field:ident)* } $({ $($default:ident)* })?) => {{
        let mut map = serde_json::Map::new();
        $($crate::plain::write(&mut map, stringify!($field), $field);)*
        $($($crate::plain::write_unless_default(&mut map, stringify!($default), $default);)*)?
        $crate::plain::tag($name, serde_json::Value::Object(map))
    }};
    ($type:ident { $($name:literal = $variant:ident
        $(($inner:ident))? $({ $($field:ident),* $(,)? } $(default { $($default:ident),* $(,)? })?)?),* $(,)? }) => {
        impl $crate::plain::Plain for $type {
            fn to_plain(&self) -> serde_json::Value {
                match self {
                    $(Self::$variant $(($inner))? $({ $($field,)* $($($default,)*)? })? => {
                        $crate::plain::plain_enum!(@write $name $(($inner))? $({ $($field)* } $({ $($default)* })?)?)
                    })*
                }
            }

            fn of_plain(value: &serde_json::Value) -> Option<Self> {
                let (name, _inner) = $crate::plain::tagged(value)?;
                match name {
                    $($name => {
                        $(let $inner = $crate::plain::Plain::of_plain(_inner)?;)?
                        $(
                            let _map = _inner.as_object()?;
                            $(let $field = $crate::plain::read(_map, stringify!($field))?;)*
                            $($(let $default = $crate::plain::read_or_default(_map, stringify!($default))?;)*)?
                        )?
                        Some(Self::$variant $(($inner))? $({ $($field,)* $($($default,)*)? })?)
                    })*
                    _ => None,
                }
            }
        }

        $crate::plain::plain_serde!($type);
    };
}

/// Implements [`super::Plain`] for a type that is written as text and read by its `FromStr`.
macro_rules! plain_text {
    ($type:ident) => {
        impl $crate::plain::Plain for $type {
            fn to_plain(&self) -> serde_json::Value {
                serde_json::Value::String(self.to_string())
            }

            fn of_plain(value: &serde_json::Value) -> Option<Self> {
                value.as_str()?.parse().ok()
            }
        }

        $crate::plain::plain_serde!($type);
    };
}

/// Implements [`super::Plain`] for a struct around one value, which is written as that value.
macro_rules! plain_around {
    ($type:ident) => {
        impl $crate::plain::Plain for $type {
            fn to_plain(&self) -> serde_json::Value {
                $crate::plain::Plain::to_plain(&self.0)
            }

            fn of_plain(value: &serde_json::Value) -> Option<Self> {
                $crate::plain::Plain::of_plain(value).map(Self)
            }
        }

        $crate::plain::plain_serde!($type);
    };
}

/// Implements serde's traits for a type by way of [`super::Plain`].
macro_rules! plain_serde {
    ($type:ident) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::plain::Plain::to_plain(self), serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                $crate::plain::Plain::of_plain(&value)
                    .ok_or_else(|| serde::de::Error::custom(concat!("not in the form of ", stringify!($type))))
            }
        }
    };
}

pub(crate) use {plain_around, plain_enum, plain_serde, plain_struct, plain_text};
