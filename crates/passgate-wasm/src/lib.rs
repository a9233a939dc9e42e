//! The core as a browser module: the border and nothing else.
//!
//! `pkg/src/index.js` is the face of the package. A password crosses as UTF-16 code units through a
//! buffer that is used again, and a verdict comes back as numbers in another ([`rows`]): the price
//! of a keystroke is the check itself. Documents cross through the same buffer as JSON text, in a
//! list; texts and errors go out as text ([`desk`]).

mod desk;
mod rows;
mod shipped;

use passgate_core::{Checker, DocumentError, Locale, Misread, Node, Refusal, words};

use crate::desk::{Desk, Misuse, at_desk, named};

/// A list of free pieces: a checker is made in a few hundred allocations and a keystroke makes none,
/// so seven kilobytes of a faster allocator would buy nothing.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());

/// Exports functions under their own names. No two are called alike, or the linker says so; that is
/// all there is to be unsafe about such a name.
macro_rules! exports {
    ($($(#[$about:meta])* fn $name:ident($($given:ident: $Given:ty),*) $(-> $Result:ty)? $body:block)+) => {$(
        $(#[$about])*
        #[expect(unsafe_code, reason = "a name that the linker keeps")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name($($given: $Given),*) $(-> $Result)? $body
    )+};
}

exports! {
    /// The address of room for that many UTF-16 code units. It holds until the next call of this.
    fn room(units: usize) -> *const u16 {
        at_desk(|desk| desk.room(units) as usize) as *const u16
    }

    /// The address of the text that was put out last, in UTF-8. It holds until the next call.
    fn text() -> *const u8 {
        at_desk(|desk| desk.text().as_ptr() as usize) as *const u8
    }

    /// How many bytes it has.
    fn length() -> usize {
        at_desk(|desk| desk.text().len())
    }

    /// Makes a checker of `[policy, identity]`, a document or the name of a product, and an object or
    /// nothing: its number, or 0 and
    /// `PolicyError` or `IdentityError`.
    fn checker(units: usize) -> usize {
        at_desk(|desk| {
            let [policy, identity] = desk.values(0, units);
            let checker = read(policy, identity);
            desk.wipe(units);
            let misuse = match checker {
                Ok(checker) => return desk.add(checker),
                Err(Misread::Policy(error)) => Misuse("PolicyError", error),
                Err(Misread::Identity(error)) => Misuse("IdentityError", error),
            };
            usize::from(desk.put(Err(misuse)))
        })
    }

    /// Forgets a checker.
    fn free(checker: usize) {
        at_desk(|desk| desk.remove(checker));
    }

    /// Whether no row is unmet for the units written at [`room`].
    fn accepts(checker: usize, units: usize) -> bool {
        at_desk(|desk| desk.look(checker, units, |checker, password, _| checker.accepts_units(password)))
            .unwrap_or_default()
    }

    /// The address of the rows for the units written at [`room`], as numbers. It holds until the next
    /// call of this.
    fn check(checker: usize, units: usize) -> *const u32 {
        at_desk(|desk| {
            desk.look(checker, units, |checker, password, verdicts| checker.judge(password, verdicts));
            desk.rows() as usize
        }) as *const u32
    }

    /// The vendor's words in the last [`check`], which one row at most has; false where there are none.
    fn message() -> bool {
        at_desk(Desk::tell)
    }

    /// The vendor's refusal of the units written at [`room`], `[violations]` behind them, up to `all`; or
    /// `ViolationError`.
    fn refuse(checker: usize, units: usize, all: usize) -> bool {
        at_desk(|desk| {
            let [violations, _] = desk.values(units, all);
            let refusal = named("ViolationError", Refusal::read(violations));
            let refused = desk.look(checker, units, |checker, password, _| {
                refusal.map(|refusal| checker.refuse_units(password, refusal))
            });
            desk.put(refused.unwrap_or(Ok(())).map(|()| String::new()))
        })
    }

    /// What is asked, before anything is typed, in the language `[tag]`: a rule on a line and its text on
    /// the next; or `LocaleError`.
    fn checklist(checker: usize, units: usize) -> bool {
        at_desk(|desk| {
            let [tag, _] = desk.values(0, units);
            let text = locale(tag).map(|locale| {
                let mut lines = String::new();
                if let Some(checker) = desk.checker(checker) {
                    checker.ask(locale, |asked| {
                        lines.push_str(asked.rule.name());
                        lines.push('\n');
                        lines.push_str(&asked.text);
                        lines.push('\n');
                    });
                }
                lines
            });
            desk.put(text)
        })
    }

    /// The `passwordrules` attribute; true where it is exact.
    fn password_rules(checker: usize) -> bool {
        at_desk(|desk| {
            let rules = desk.checker(checker).map(|checker| checker.password_rules());
            rules.is_some_and(|rules| desk.put(Ok(rules.attribute)) && rules.exact)
        })
    }

    /// A password this checker accepts, drawn from the random units written at [`room`]: 1; or 0 and
    /// `GenerateError` where the policy accepts next to nothing; or 2 where more bits are needed.
    fn generate(checker: usize, units: usize) -> usize {
        at_desk(|desk| {
            let Some(password) = desk.draw(checker, units) else { return 2 };
            usize::from(desk.put(match password {
                Ok(password) => Ok(password.expose().to_owned()),
                Err(error) => wrong("GenerateError", error.message()),
            }))
        })
    }

    /// A violation in one sentence: `[violation, tag]`; or `ViolationError` or `LocaleError`.
    fn describe(units: usize) -> bool {
        at_desk(|desk| {
            let [violation, tag] = desk.values(0, units);
            let described =
                locale(tag).and_then(|locale| named("ViolationError", words::describe_node(violation, locale)));
            desk.put(described)
        })
    }

    /// The shipped policy of the product `[name]`, as JSON text; or `PolicyError`.
    fn policy(units: usize) -> bool {
        at_desk(|desk| {
            let [name, _] = desk.values(0, units);
            let policy = named("PolicyError", shipped::policy(name));
            desk.put(policy.map(str::to_owned))
        })
    }
}

/// A policy that is a name is the shipped one of that product.
fn read(policy: Node<'_>, identity: Node<'_>) -> Result<Box<Checker>, Misread> {
    if !policy.is_text() {
        return Checker::read(policy, identity);
    }
    let shipped = shipped::policy(policy).map_err(Misread::Policy)?;
    let units: Vec<u16> = shipped.encode_utf16().collect();
    Checker::read(Node::new(&units), identity)
}

fn locale(tag: Node<'_>) -> Result<Locale, Misuse> {
    match Locale::from_tag(&tag.text()) {
        Some(locale) => Ok(locale),
        None => wrong("LocaleError", "must be `zh-CN` or `en`"),
    }
}

/// What is wrong without a document.
fn wrong<T>(name: &'static str, message: &str) -> Result<T, Misuse> {
    Err(Misuse(name, Box::new(DocumentError { path: String::new(), message: message.to_owned() })))
}
