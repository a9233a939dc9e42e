//! A backtracking search for a password, character by character. Counted rules (classes, repetition) prune
//! it by look-ahead, so that it rarely backtracks; the others (words of the person, common passwords) are
//! only checked.

use zeroize::Zeroizing;

use super::both::Judges;
use super::error::GenerateError;
use super::{Drawn, JUDGE_WORK, LENGTH_MAX, Random, USUAL_LENGTH, Wish, alphabet};
use crate::checker::Checker;
use crate::document::{Class, Count};
use crate::policy::rules::{Composition, Prepared, PreparedIdentity, Repetition, Rule};
use crate::verdict::RuleName;

/// The maximum number of backtracking steps before a restart.
const TRIES_OF_ONE: usize = 2_500;

/// The data of the rules that a search uses: the lengths and characters that every judge allows, and the first rule
/// of each other kind. The judges reject what a second rule of a kind forbids.
pub(super) struct Search<'c> {
    alphabet: Vec<u8>,
    min: u32,
    max: u32,
    composition: Option<&'c Composition>,
    /// How often one character may occur.
    repetition: Option<(&'c Repetition, u32)>,
    identity: Option<&'c PreparedIdentity>,
}

/// The result of a search.
pub(super) enum Searched {
    Found(Drawn),
    /// There is no password of this length.
    Nothing,
    /// The search exceeded its budget.
    GaveUp,
}

impl<'c> Search<'c> {
    pub(super) fn new(judges: Judges<'c>, wish: Wish, without: Option<RuleName>) -> Self {
        let is_certain = wish != Wish::Accepted;
        let mut search = Self {
            alphabet: alphabet(wish == Wish::Clear),
            min: 1,
            max: u32::MAX,
            composition: None,
            repetition: None,
            identity: None,
        };
        for (entry, prepared) in judges.each().flat_map(Checker::rows) {
            // Advice is followed unless the wish is only to be accepted.
            if Some(entry.rule().name()) == without || (entry.advice() && !is_certain) {
                continue;
            }
            match (entry.rule(), prepared) {
                (Rule::Length(length), _) => {
                    let own = (length.min, length.max);
                    let (min, max) = if is_certain { length.strictest() } else { own };
                    search.min = search.min.max(min.unwrap_or(1));
                    search.max = search.max.min(max.unwrap_or(u32::MAX));
                }
                (Rule::Charset(own), _) => search.alphabet.retain(|byte| own.allows(char::from(*byte))),
                (Rule::Composition(own), _) => search.composition = search.composition.or(Some(own)),
                (Rule::Repetition(own), _) => {
                    let max = if is_certain { own.strictest() } else { own.max };
                    search.repetition = search.repetition.or(Some((own, max)));
                }
                (_, Prepared::Identity(own)) => search.identity = search.identity.or(Some(own)),
                _ => {}
            }
        }
        search
    }

    pub(super) fn alphabet(&self) -> &[u8] {
        &self.alphabet
    }

    /// An error if no search is worthwhile: no character is allowed, or the minimum length is too great.
    pub(super) fn is_possible(&self) -> Result<(), GenerateError> {
        if self.alphabet.is_empty() {
            Err(GenerateError::NoCharacter)
        } else if self.min > LENGTH_MAX {
            Err(GenerateError::TooLong)
        } else {
            Ok(())
        }
    }

    /// The minimum and the maximum length that the policy allows.
    pub(super) const fn limits(&self) -> (u32, u32) {
        (self.min, self.max)
    }

    /// The minimum and the maximum length that the search tries.
    pub(super) fn lengths(&self) -> (u32, u32) {
        let needed = self.composition.map_or(0, |own| own.at_least.saturating_mul(own.each));
        let usual = USUAL_LENGTH.max(self.min).max(needed);
        (self.min, usual.min(self.max).min(LENGTH_MAX).min(self.most()))
    }

    /// The maximum number of characters that the repetition rule allows.
    fn most(&self) -> u32 {
        let keys = self.keys(None).len();
        match self.repetition {
            Some((own, max)) if own.count == Count::Total => max.saturating_mul(keys as u32),
            Some((_, max)) if keys == 1 => max,
            _ => u32::MAX,
        }
    }

    /// The keys of the alphabet, or only of its characters of this class.
    fn keys(&self, class: Option<Class>) -> Vec<u8> {
        let mut keys = Vec::new();
        for byte in &self.alphabet {
            let key = self.key(*byte);
            if class.is_none_or(|class| class.has(char::from(*byte))) && !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// The key of a character. Characters with equal keys count as the same.
    fn key(&self, byte: u8) -> u8 {
        match self.repetition {
            Some((own, _)) if !own.case_sensitive => byte.to_ascii_lowercase(),
            _ => byte,
        }
    }

    /// Searches for a password of this length that `suits` accepts.
    pub(super) fn run(
        &self,
        length: u32,
        random: &mut Random<'_>,
        tries: &mut usize,
        work: &mut usize,
        suits: &mut dyn FnMut(&[u16]) -> bool,
    ) -> Result<Searched, GenerateError> {
        let mut drawn: Drawn = Zeroizing::new(Vec::with_capacity(length as usize));
        // The untried characters of each position. The last one is tried next.
        let mut untried: Vec<Zeroizing<Vec<u8>>> = vec![self.shuffled(random)?];
        let last = tries.saturating_sub(TRIES_OF_ONE);
        while let Some(here) = untried.last_mut() {
            let Some(byte) = here.pop() else {
                untried.pop();
                drawn.pop();
                continue;
            };
            drawn.push(byte.into());
            let cost = if length == drawn.len() as u32 {
                drawn.len().saturating_mul(JUDGE_WORK)
            } else {
                drawn.len()
            };
            let Some(left_over) = work.checked_sub(cost) else { return Ok(Searched::GaveUp) };
            *work = left_over;
            let left = length.saturating_sub(drawn.len() as u32);
            if self.can_go_on(&drawn, left) {
                if left > 0 {
                    untried.push(self.shuffled(random)?);
                    continue;
                }
                if suits(&drawn) {
                    return Ok(Searched::Found(drawn));
                }
            }
            drawn.pop();
            if *tries <= last {
                return Ok(Searched::GaveUp);
            }
            *tries = tries.saturating_sub(1);
        }
        Ok(Searched::Nothing)
    }

    /// The alphabet in a uniformly random order.
    fn shuffled(&self, random: &mut Random<'_>) -> Result<Zeroizing<Vec<u8>>, GenerateError> {
        let mut bytes = Zeroizing::new(self.alphabet.clone());
        for end in (1..bytes.len()).rev() {
            let other = random.below(end.wrapping_add(1))?;
            bytes.swap(end, other);
        }
        Ok(bytes)
    }

    /// Whether `left` more characters can complete this prefix: the rules of repetition and composition
    /// can still be satisfied, and the prefix contains no personal data.
    fn can_go_on(&self, drawn: &[u16], left: u32) -> bool {
        let counts = self.counts(drawn);
        self.repeats_little(drawn, &counts)
            && self.has_classes(drawn, &counts, left)
            && !self.identity.is_some_and(|identity| identity.states(drawn))
    }

    /// The number of occurrences of each key.
    fn counts(&self, drawn: &[u16]) -> [u32; 0x80] {
        let mut counts = [0_u32; 0x80];
        for unit in drawn {
            if let Some(count) = counts.get_mut(usize::from(self.key((*unit & 0x7F) as u8))) {
                *count = count.saturating_add(1);
            }
        }
        counts
    }

    fn repeats_little(&self, drawn: &[u16], counts: &[u32; 0x80]) -> bool {
        let Some((own, max)) = self.repetition else { return true };
        match own.count {
            Count::Total => counts.iter().all(|count| *count <= max),
            Count::Run => self.run_length(drawn) <= max,
        }
    }

    /// The length of the run at the end.
    fn run_length(&self, drawn: &[u16]) -> u32 {
        let key = |unit: &u16| self.key((*unit & 0x7F) as u8);
        let last = drawn.last().map(key);
        drawn.iter().rev().take_while(|unit| Some(key(unit)) == last).count() as u32
    }

    /// Whether the characters that are left have room for the classes that are still needed.
    fn has_classes(&self, drawn: &[u16], counts: &[u32; 0x80], left: u32) -> bool {
        let Some(composition) = self.composition else { return true };
        let mut missing: Vec<u32> = Vec::new();
        for class in composition.classes.iter() {
            let has = |byte: u8| class.has(char::from(byte));
            let there = drawn.iter().filter(|unit| has((**unit & 0x7F) as u8)).count() as u32;
            let more = composition.each.saturating_sub(there);
            if more <= self.room(class, drawn, counts, left) {
                missing.push(more);
            }
        }
        // Adds up the smallest needs. The standard library's sort would take kilobytes for four numbers.
        let mut needed = 0_u32;
        for _ in 0..composition.at_least {
            let least = missing.iter().enumerate().min_by_key(|(_, more)| **more);
            let Some((at, more)) = least.map(|(at, more)| (at, *more)) else { return false };
            missing.swap_remove(at);
            needed = needed.saturating_add(more);
        }
        needed <= left
    }

    /// The maximum number of characters of the class that can still be added.
    fn room(&self, class: Class, drawn: &[u16], counts: &[u32; 0x80], left: u32) -> u32 {
        match (self.repetition, self.keys(Some(class)).as_slice()) {
            (_, []) => 0,
            (Some((own, max)), keys) if own.count == Count::Total => {
                let free = |key: &u8| max.saturating_sub(counts.get(usize::from(*key)).copied().unwrap_or(0));
                keys.iter().map(free).fold(0_u32, u32::saturating_add).min(left)
            }
            // The class has a single character: other characters must separate its runs.
            (Some((_, max)), [key]) => {
                let is_last = drawn.last().is_some_and(|unit| self.key((*unit & 0x7F) as u8) == *key);
                let begun = if is_last { self.run_length(drawn).min(max) } else { 0 };
                // After every `max` of them, another character is needed.
                let whole = left.saturating_add(begun);
                let period = max.saturating_add(1);
                let rounds = whole.checked_div(period).unwrap_or(0);
                let rest = whole.checked_rem(period).unwrap_or(0);
                rounds.saturating_mul(max).saturating_add(rest).saturating_sub(begun)
            }
            _ => left,
        }
    }
}
