//! An enum whose variants are words: in the log, in JSON and in code they are the same.

/// Declares such an enum: each variant with what it says and its word.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$says:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$says])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every one.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The one of that word.
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
    use crate::reset::disposition::Cause;

    #[test]
    fn a_word_is_one_variants_own_and_the_same_in_json() {
        macro_rules! check {
            ($name:ident) => {
                let words: BTreeSet<&str> = $name::ALL.into_iter().map($name::name).collect();
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
    }
}
