//! Passwords used before (EIAM `PWD.0007` 不允许使用历史密码). Only the vendor knows them.

use std::sync::Arc;

use serde::Serialize;

use crate::document::{Fault, Record, Shape};
use crate::identity::{Identity, Person};
use crate::phrases::{Sentence, Values};
use crate::policy::rules::{Check, RuleKind, Scratch, Verdict, shape};
use crate::text::{Span, Text};

/// The vendor refuses earlier passwords, which only the vendor knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct History {}

impl RuleKind for History {
    const SHAPE: Shape = shape(&[], &[]);
    const NEVER_REFUSES: bool = true;
    type Prepared = ();

    fn read(_: &Record<'_>) -> Result<Self, Fault> {
        Ok(Self {})
    }

    fn ask<'r>(&'r self, _: &mut Values<'r>) -> Sentence {
        Sentence::AskHistory
    }

    fn prepare(&self, _: &Identity, _: &Arc<Person>) {}

    fn check<'c>(&'c self, (): &'c ()) -> &'c dyn Check {
        self
    }
}

impl Check for History {
    fn judge(&self, _text: &Text<'_>, _spans: &mut Vec<Span>, _scratch: &mut Scratch) -> Verdict {
        Verdict::Unsure(None)
    }
}

#[cfg(test)]
mod tests {
    use crate::identity::Identity;
    use crate::policy::rules::table::{Verdict, judge, rule};

    #[test]
    fn the_row_is_always_unsure() {
        let history = rule(r#"{"rule":"history"}"#).unwrap();
        assert_eq!(judge(&history, &Identity::default(), "abcd*efg").0, Verdict::Unsure(None));
        assert_eq!(rule(r#"{"rule":"history","count":5}"#).unwrap_err().path, "count");
    }
}
