//! An enum whose variants have one name each, used in the log, in JSON and in code.

/// Declares such an enum: the documentation, the variant and the name of each variant.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$says:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$says])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All variants.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];
            /// The names of all variants.
            pub const NAMES: [&'static str; Self::ALL.len()] = [$($word),+];

            /// The name of the variant.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The variant with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|own| own.name() == name)
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::callers::unproven::Why;
    use crate::config::WebhookEvent;
    use crate::reset::disposition::Cause;

    #[test]
    fn every_name_is_unique_and_the_same_in_json() {
        macro_rules! check {
            ($name:ident) => {
                let words: BTreeSet<&str> = $name::ALL.into_iter().map($name::name).collect();
                assert_eq!($name::ALL.map($name::name), $name::NAMES);
                assert_eq!(words.len(), $name::ALL.len());
                for own in $name::ALL {
                    assert_eq!($name::from_name(own.name()), Some(own));
                    assert_eq!(serde_json::to_value(own).unwrap(), own.name());
                }
                assert_eq!($name::from_name("nothing"), None);
            };
        }
        check!(Cause);
        check!(Why);
        check!(WebhookEvent);
    }
}
