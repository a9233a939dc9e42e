//! The words that a password of one person must not contain, compiled into automata.

use crate::document::FieldSet;
use crate::identity::terms::{FoldedTerm, PlainTerm, terms};
use crate::identity::{Identity, Readings};
use crate::matching::{Automaton, HIT, Reading, SKIP, is_ambiguous, is_digit, is_letter};
use crate::text::Span;

/// The words of one person, ready to be searched for in a password.
pub(crate) struct Person {
    plain: Automaton,
    plain_terms: Vec<PlainTerm>,
    folded: Automaton,
    folded_terms: Vec<FoldedTerm>,
    /// The fields that have a value, or that are known to be empty.
    pub(crate) known: FieldSet,
    /// The fields that are not searched for completely.
    pub(crate) unclear: FieldSet,
    /// The fields with at least one guess that is not searched for.
    pub(crate) unsought: FieldSet,
}

/// The fields whose words were found in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The fields with a word that the vendor's page names.
    pub(crate) stated: FieldSet,
    /// The fields with a word that no page names in the form in which it was found.
    pub(crate) guessed: FieldSet,
}

/// The maximum number of ranges that one search marks. More would not help a reader.
const SPANS_MAX: usize = 64;

/// The position of one symbol: the offset of its UTF-16 unit, and the number of letters and digits before it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Trace {
    at: u32,
    letters: u32,
    digits: u32,
}

impl Person {
    /// Prepares the words of a person for the rules that ask for these fields. `depth` is the number of
    /// readings tried for each character of a name.
    #[inline(never)]
    pub(crate) fn new(identity: &Identity, fields: FieldSet, depth: usize) -> Self {
        let mut terms = terms(identity, fields, depth, Readings::shipped());
        let (plain, folded) = (Automaton::new(terms.plain), Automaton::new(terms.folded));
        // The automaton does not record the fields of a dropped word, so every field counts as incomplete.
        if plain.is_cut() {
            terms.unclear = FieldSet::all();
        }
        if folded.is_cut() {
            terms.unsought = FieldSet::all();
        }
        Self {
            plain,
            plain_terms: terms.plain_terms,
            folded,
            folded_terms: terms.folded_terms,
            known: terms.known,
            unclear: terms.unclear,
            unsought: terms.unsought,
        }
    }

    /// The automaton for a text that is read in this way.
    pub(crate) const fn automaton(&self, reading: Reading) -> &Automaton {
        match reading {
            Reading::Plain => &self.plain,
            Reading::Disguised | Reading::Separated => &self.folded,
        }
    }

    /// Whether the text contains a stated word of these fields as typed.
    pub(crate) fn states(&self, units: &[u16], fields: FieldSet) -> bool {
        let (mut state, steps) = (0, self.plain.steps());
        units.iter().any(|unit| {
            state = steps.after(state, self.plain.column(Reading::Plain, *unit));
            let is_stated = |word: usize| {
                self.plain_terms.get(word).is_some_and(|term: &PlainTerm| !term.stated.and(fields).is_empty())
            };
            state & HIT != 0 && self.plain.words(state).any(is_stated)
        })
    }

    /// Whether these lower-case letters, folded, are a word of these fields.
    pub(crate) fn is_word(&self, word: &[u8], fields: FieldSet) -> bool {
        let (mut state, steps) = (0, self.folded.steps());
        for letter in word {
            state = steps.after(state, self.folded.column(Reading::Disguised, u16::from(*letter)));
        }
        let is_own = |number: usize| {
            self.folded_terms.get(number).is_some_and(|term: &FoldedTerm| {
                term.length == word.len() && !term.fields.and(fields).is_empty()
            })
        };
        state & HIT != 0 && self.folded.words(state).any(is_own)
    }

    /// Finds the words of these fields in the text and adds their ranges to `spans`. Guessed words count only
    /// if `wider`. Takes time linear in the text: it is read at most three times, and the number of words
    /// that end at one position is bounded.
    #[inline(never)]
    pub(crate) fn find(
        &self,
        units: &[u16],
        fields: FieldSet,
        wider: bool,
        spans: &mut Vec<Span>,
        traces: &mut Vec<Trace>,
    ) -> Found {
        let mut found = Found::default();
        let room = spans.len().saturating_add(SPANS_MAX);
        read(&self.plain, Reading::Plain, units, traces, |word, here| {
            let Some(term) = self.plain_terms.get(word) else { return };
            let stated = term.stated.and(fields);
            let guessed = if wider { term.guessed.and(fields) } else { FieldSet::default() };
            found.stated.add(stated);
            found.guessed.add(guessed);
            if !(stated.is_empty() && guessed.is_empty()) && spans.len() < room {
                spans.extend(here.span(term.length).map(|(span, ..)| span));
            }
        });
        let ambiguous = units.iter().any(|unit| is_ambiguous(*unit));
        for reading in [Reading::Disguised, Reading::Separated] {
            if wider && (reading == Reading::Disguised || ambiguous) {
                read(&self.folded, reading, units, traces, |word, here| {
                    let Some(term) = self.folded_terms.get(word) else { return };
                    let guessed = term.fields.and(fields);
                    if !guessed.is_empty()
                        && let Some(span) = here.look_like(term)
                    {
                        found.guessed.add(guessed);
                        if spans.len() < room {
                            spans.push(span);
                        }
                    }
                });
            }
        }
        found
    }
}

/// The position where a word ends in a text.
struct Here<'t> {
    units: &'t [u16],
    /// One trace for each symbol so far.
    traces: &'t [Trace],
    /// The offset after the last symbol, and the number of letters and digits before it.
    end: Trace,
}

impl Here<'_> {
    /// The range of the last `symbols` symbols, and the number of letters and digits in it.
    fn span(&self, symbols: usize) -> Option<(Span, usize, usize)> {
        let first = self.traces.get(self.traces.len().checked_sub(symbols)?)?;
        let letters = self.end.letters.wrapping_sub(first.letters) as usize;
        let digits = self.end.digits.wrapping_sub(first.digits) as usize;
        Some((Span(first.at, self.end.at), letters, digits))
    }

    /// The range of the term, if the typed text in it resembles the term.
    fn look_like(&self, term: &FoldedTerm) -> Option<Span> {
        let (span, letters, digits) = self.span(term.length)?;
        let enough_letters = match (term.letters, term.alone) {
            (0, _) => true,
            (all, true) => letters >= all.min(2),
            (all, false) => letters >= all.div_ceil(4),
        };
        let enough_digits = digits >= term.digits.div_ceil(2);
        let beside = |index: Option<usize>| {
            index.and_then(|index| self.units.get(index)).is_some_and(|unit| is_letter(*unit))
        };
        let is_alone = || !beside((span.0 as usize).checked_sub(1)) && !beside(Some(span.1 as usize));
        (enough_letters && enough_digits && (!term.alone || is_alone())).then_some(span)
    }
}

/// Reads a text once, and calls `hit` for each word with the position where it ends.
fn read(
    automaton: &Automaton,
    reading: Reading,
    units: &[u16],
    traces: &mut Vec<Trace>,
    mut hit: impl FnMut(usize, &Here<'_>),
) {
    if automaton.is_empty() {
        return;
    }
    traces.clear();
    let (mut state, steps) = (0, automaton.steps());
    let mut end = Trace::default();
    for unit in units {
        let column = automaton.column(reading, *unit);
        let at = end.at;
        end.at = at.wrapping_add(1);
        if column == SKIP {
            continue;
        }
        traces.push(Trace { at, ..end });
        end.letters = end.letters.wrapping_add(u32::from(is_letter(*unit)));
        end.digits = end.digits.wrapping_add(u32::from(is_digit(*unit)));
        state = steps.after(state, column);
        if state & HIT != 0 {
            for word in automaton.words(state) {
                hit(word, &Here { units, traces, end });
            }
        }
    }
}
