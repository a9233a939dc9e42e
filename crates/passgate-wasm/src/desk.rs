//! What lies between JavaScript and the core: texts that come in and go out, documents, verdicts, all
//! in memory that is used again. Nothing but numbers crosses the border, and no object of either side
//! is held by the other.

use std::cell::RefCell;

use passgate_core::{Checker, DocumentError, GenerateError, Node, Secret, Verdicts};
use zeroize::Zeroize;

use crate::rows;

thread_local! {
    static DESK: RefCell<Desk> = const { RefCell::new(Desk::new()) };
}

/// The one desk of the module.
pub(crate) struct Desk {
    /// What comes in, in UTF-16 code units.
    input: Vec<u16>,
    /// What was put out last: a text, or an error's name, message and path, each on a line.
    text: String,
    /// The last verdict, and the same in numbers.
    verdicts: Verdicts,
    rows: Vec<u32>,
    /// By their numbers, which count from 1.
    checkers: Vec<Option<Box<Checker>>>,
}

const ROOM_AT_FIRST: usize = 64;
/// A megabyte once pasted is not kept for ever.
const ROOM_KEPT: usize = 8_192;

/// A draw that so many random units are too few for is given up.
const RANDOM_MAX: usize = 2_097_152;

/// Works at the desk. Nothing calls back meanwhile, so it is always free.
pub(crate) fn at_desk<T: Default>(work: impl FnOnce(&mut Desk) -> T) -> T {
    DESK.with(|desk| desk.try_borrow_mut().map(|mut desk| work(&mut desk)).unwrap_or_default())
}

impl Desk {
    const fn new() -> Self {
        Self {
            input: Vec::new(),
            text: String::new(),
            verdicts: Verdicts::new(),
            rows: Vec::new(),
            checkers: Vec::new(),
        }
    }

    /// Room for that many units.
    pub(crate) fn room(&mut self, units: usize) -> *const u16 {
        if self.input.len() > ROOM_KEPT && units <= ROOM_KEPT {
            self.input = Vec::new();
        }
        if self.input.len() < units {
            self.input.resize(units.max(ROOM_AT_FIRST), 0);
        }
        self.input.as_ptr()
    }

    /// Has a checker draw a password from that many random units, which are wiped then; none where
    /// they are too few.
    pub(crate) fn draw(&mut self, checker: usize, units: usize) -> Option<Result<Secret, GenerateError>> {
        let checker = self.checkers.get(checker.wrapping_sub(1))?.as_deref()?;
        let random = self.input.get_mut(..units)?;
        let mut left = random.iter();
        let mut enough = true;
        let password = checker.generate(|buffer| {
            enough = left.len() >= buffer.len();
            buffer.iter_mut().zip(left.by_ref()).for_each(|(byte, unit)| *byte = *unit as u8);
            enough
        });
        random.zeroize();
        (enough || units >= RANDOM_MAX).then_some(password)
    }

    /// The first two values of a list that was written as JSON text, from one unit to another.
    pub(crate) fn values(&self, from: usize, to: usize) -> [Node<'_>; 2] {
        let mut values = Node::new(self.input.get(from..to).unwrap_or_default()).entries();
        [(); 2].map(|()| values.next().unwrap_or_default())
    }

    /// What was put out last, in UTF-8.
    pub(crate) fn text(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Takes a checker in; gives its number.
    pub(crate) fn add(&mut self, checker: Box<Checker>) -> usize {
        // The places of those that are gone are not used again: they take four bytes each.
        self.checkers.push(Some(checker));
        self.checkers.len()
    }

    pub(crate) fn remove(&mut self, checker: usize) {
        if let Some(slot) = self.checkers.get_mut(checker.wrapping_sub(1)) {
            *slot = None;
        }
    }

    pub(crate) fn checker(&mut self, checker: usize) -> Option<&mut Checker> {
        self.checkers.get_mut(checker.wrapping_sub(1))?.as_deref_mut()
    }

    /// Has a checker look at a password of that many units, which is wiped then.
    pub(crate) fn look<T>(
        &mut self,
        checker: usize,
        units: usize,
        judge: impl FnOnce(&mut Checker, &[u16], &mut Verdicts) -> T,
    ) -> Option<T> {
        let checker = self.checkers.get_mut(checker.wrapping_sub(1))?.as_deref_mut()?;
        let password = self.input.get_mut(..units)?;
        let result = judge(checker, password, &mut self.verdicts);
        password.zeroize();
        Some(result)
    }

    /// Overwrites what was written: a document may be about a person.
    pub(crate) fn wipe(&mut self, units: usize) {
        if let Some(written) = self.input.get_mut(..units) {
            written.zeroize();
        }
    }

    /// The last verdict in numbers.
    pub(crate) fn rows(&mut self) -> *const u32 {
        rows::write(&self.verdicts, &mut self.rows);
        self.rows.as_ptr()
    }

    /// Puts the vendor's words out, where the last verdict has them.
    pub(crate) fn tell(&mut self) -> bool {
        let message = self.verdicts.message().map(str::to_owned);
        message.is_some_and(|message| self.put(Ok(message)))
    }

    /// Puts a text out, or an error; whether it is a text.
    #[inline(never)]
    pub(crate) fn put(&mut self, result: Result<String, Misuse>) -> bool {
        // The one before may have been a password.
        self.text.zeroize();
        match result {
            Ok(text) => {
                self.text = text;
                true
            }
            Err(Misuse(name, error)) => {
                for piece in [name, "\n", &error.message, "\n", &error.path] {
                    self.text.push_str(piece);
                }
                false
            }
        }
    }
}

/// A call that cannot be answered: the `name` of its JavaScript `Error`, which never changes, and
/// what is wrong.
pub(crate) struct Misuse(pub &'static str, pub Box<DocumentError>);

/// Gives an error its name.
pub(crate) fn named<T>(name: &'static str, result: Result<T, Box<DocumentError>>) -> Result<T, Misuse> {
    result.map_err(|error| Misuse(name, error))
}
