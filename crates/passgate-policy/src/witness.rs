//! A text that one policy accepts and a rule of another one refuses.

use fastrand::Rng;
use passgate_core::{Checker, Count, Identity, Policy, Repetition, Rule, RuleName, Status};

use crate::alphabet::{Cell, Kind, cells};
use crate::build;
use crate::counted::{Counted, enforced};
use crate::problem::{MANY, Problem, Row, Solved};
use crate::rows;

/// The result of a search for a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Witness {
    /// The real checkers accept and refuse this text.
    Text(String),
    /// The rule refuses no text that the counted rules of the other policy accept.
    Nothing,
    /// Such texts exist, but a rule that is not counted refuses each of them that was tried; or the solver gave
    /// up.
    Unknown,
}

/// The maximum number of texts that are built from one solution, and of solutions, each longer than the one before.
const TEXTS_MAX: usize = 40;
const LONGER_MAX: usize = 25;

/// Searches for a text that `accepting` accepts and the counted rule `name` of `refusing` refuses. It prefers a text
/// that no other counted rule refuses.
pub fn find(accepting: &Policy, refusing: &Policy, name: RuleName) -> Witness {
    let judges = [accepting, refusing].map(|policy| Checker::new(policy, &Identity::default()));
    let Some(rule) = refusing.rules().iter().map(|entry| entry.rule()).find(|rule| rule.name() == name)
    else {
        return Witness::Nothing;
    };
    // A shortcut: two policies usually share most of their rules.
    if enforced(accepting).any(|(_, own)| own == rule) {
        return Witness::Nothing;
    }
    let search = Search {
        accepting: Counted::of(accepting),
        refusing: Counted::of(refusing),
        others: Counted::without(refusing, &[name]),
        judges: &judges,
        rule,
    };
    // A witness that breaks one rule alone shows the difference best.
    match search.run(true) {
        found @ Witness::Text(_) => found,
        _ => search.run(false),
    }
}

/// Whether the counted rules accept any text. `None` if the solver gave up.
pub fn is_satisfiable(rules: &Counted) -> Option<bool> {
    let cells = cells(rules, rules);
    let mut problem = rows::texts(&cells);
    rows::accept(rules, &cells, &mut problem);
    match problem.solve() {
        Solved::Numbers(_) => Some(true),
        Solved::Nothing => Some(false),
        Solved::Unknown => None,
    }
}

struct Search<'s> {
    accepting: Counted,
    refusing: Counted,
    others: Counted,
    judges: &'s [Checker; 2],
    rule: &'s Rule,
}

/// A system, and the run that must be in its texts.
struct Asked {
    cells: Vec<Cell>,
    problem: Problem,
    run: Option<Run>,
}

/// Adjacent characters that a repetition rule counts as one: a character, or a letter in both cases.
struct Run {
    /// The cells of the characters, one or two.
    cells: Vec<usize>,
    length: i64,
    /// How many of each case there must be, if there are two.
    turns: i64,
}

impl Run {
    /// The run, made of the numbers of characters that a solution has. The rarer case separates the other one.
    fn characters(&self, cells: &[Cell], numbers: &[i64]) -> Vec<char> {
        let of = |index: &usize| {
            let character = cells.get(*index)?.characters.first()?;
            Some((*character, *numbers.get(*index)?))
        };
        let mut available: Vec<(char, i64)> = self.cells.iter().filter_map(of).collect();
        available.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
        match available[..] {
            [(first, firsts), (second, _)] => {
                let seconds = self.length.saturating_sub(firsts).max(self.turns);
                in_turns(first, self.length.saturating_sub(seconds), second, seconds)
            }
            [(first, _)] => in_turns(first, self.length, first, 0),
            _ => Vec::new(),
        }
    }
}

impl Search<'_> {
    /// `alone`: the other counted rules of the refusing policy accept the text.
    fn run(&self, alone: bool) -> Witness {
        let mut unknown = false;
        for asked in self.questions(alone) {
            match self.answer(asked) {
                Witness::Nothing => {}
                Witness::Unknown => unknown = true,
                found @ Witness::Text(_) => return found,
            }
        }
        if unknown { Witness::Unknown } else { Witness::Nothing }
    }

    fn questions(&self, alone: bool) -> Vec<Asked> {
        let all = cells(&self.accepting, &self.refusing);
        if let Rule::Repetition(repetition) = self.rule {
            let mut places: Vec<usize> = (0..all.len()).collect();
            let cost = |place: &usize| all.get(*place).map_or(0.0, Cell::cost);
            places.sort_by(|one, other| cost(one).total_cmp(&cost(other)));
            return places
                .into_iter()
                .filter_map(|place| self.repeated(&all, place, repetition, alone))
                .collect();
        }
        let mut problem = self.accepted(&all, alone);
        match self.rule {
            Rule::Length(length) => rows::refuse_length(length, &all, &mut problem),
            Rule::Composition(composition) => rows::refuse_composition(composition, &all, &mut problem),
            Rule::Charset(_) => {
                let outside: Vec<i64> = all.iter().map(|cell| i64::from(!cell.in_other)).collect();
                problem.rows.push(Row::at_least(&outside, 1));
            }
            _ => return Vec::new(),
        }
        vec![Asked { cells: all, problem, run: None }]
    }

    fn accepted(&self, cells: &[Cell], alone: bool) -> Problem {
        let mut problem = rows::texts(cells);
        rows::accept(&self.accepting, cells, &mut problem);
        if alone {
            rows::accept(&self.others, cells, &mut problem);
            if !matches!(self.rule, Rule::Charset(_)) {
                let outside: Vec<i64> = cells.iter().map(|cell| i64::from(!cell.in_other)).collect();
                problem.rows.push(Row::at_most(outside, 0));
            }
        }
        problem
    }

    /// The question for a text with too many occurrences of one character of this cell.
    fn repeated(&self, all: &[Cell], place: usize, rule: &Repetition, alone: bool) -> Option<Asked> {
        let own = self.accepting.repetition.as_ref();
        let folds = !rule.case_sensitive || own.is_some_and(|own| !own.case_sensitive);
        let (cells, hot) = split(all, place, folds)?;
        let mut problem = self.accepted(&cells, alone);
        let too_many = i64::from(rule.max).min(MANY).saturating_add(1);
        let counted: Vec<usize> =
            if rule.case_sensitive { hot.first().copied().into_iter().collect() } else { hot };
        let at_least = |wanted: &[usize], number| {
            let counts: Vec<i64> = (0..cells.len()).map(|index| i64::from(wanted.contains(&index))).collect();
            Row::at_least(&counts, number)
        };
        problem.rows.push(at_least(&counted, too_many));
        let mut run = None;
        if rule.count == Count::Run {
            // If the accepting policy limits the run of one letter case, both cases take turns.
            let turns = turns(own, too_many);
            let case_matters = own.is_none_or(|own| own.case_sensitive);
            if turns > 0 && !(case_matters && counted.len() == 2) {
                return None;
            }
            problem.rows.extend(counted.iter().map(|index| at_least(&[*index], turns)));
            run = Some(Run { cells: counted, length: too_many, turns });
        }
        Some(Asked { cells, problem, run })
    }

    fn answer(&self, mut asked: Asked) -> Witness {
        let (mut random, mut is_first) = (Rng::with_seed(1), true);
        let length: Vec<i64> = vec![1; asked.cells.len()];
        for _ in 0..LONGER_MAX {
            let numbers = match asked.problem.solve() {
                Solved::Numbers(numbers) => numbers,
                // Only the first answer proves anything: the later ones are for longer texts.
                Solved::Nothing if is_first => return Witness::Nothing,
                _ => return Witness::Unknown,
            };
            for _ in 0..TEXTS_MAX {
                let rule = self.accepting.repetition.as_ref();
                let block = asked.run.as_ref().map(|run| run.characters(&asked.cells, &numbers));
                let block = block.unwrap_or_default();
                let text = build::text(&asked.cells, &numbers, &block, rule, &mut random);
                if let Some(text) = text.filter(|text| self.is_witness(text)) {
                    return Witness::Text(text);
                }
            }
            is_first = false;
            let longer = numbers.iter().fold(1_i64, |sum, number| sum.saturating_add(*number));
            asked.problem.rows.push(Row::at_least(&length, longer));
        }
        Witness::Unknown
    }

    fn is_witness(&self, text: &str) -> bool {
        let [accepting, refusing] = self.judges;
        let is_refused = || {
            let report = refusing.check(text);
            report.findings.iter().any(|row| row.rule == self.rule.name() && row.status == Status::Unmet)
        };
        accepting.accepts(text) && is_refused()
    }
}

/// How many of `many` characters in a row must be in the other letter case, so that a rule that distinguishes the
/// cases accepts them.
fn turns(rule: Option<&Repetition>, many: i64) -> i64 {
    let Some(rule) = rule else { return 0 };
    let max = i64::from(rule.max).min(MANY);
    let over = many.saturating_sub(max).max(0);
    match rule.count {
        Count::Total => over,
        Count::Run => over.saturating_add(max).div_euclid(max.saturating_add(1)),
    }
}

/// The first character `firsts` times, separated by the second character `seconds` times.
fn in_turns(first: char, firsts: i64, second: char, seconds: i64) -> Vec<char> {
    let parts = seconds.saturating_add(1);
    let chunk = firsts.saturating_add(seconds).div_euclid(parts).max(1);
    let (mut first_left, mut second_left, mut since) = (firsts, seconds, 0_i64);
    let mut block = Vec::new();
    while first_left > 0 || second_left > 0 {
        if second_left > 0 && (since == chunk || first_left == 0) {
            block.push(second);
            (second_left, since) = (second_left.saturating_sub(1), 0);
        } else {
            block.push(first);
            (first_left, since) = (first_left.saturating_sub(1), since.saturating_add(1));
        }
    }
    block
}

/// The cells, with one character of this cell split off into its own cell; if letter case is ignored, the same letter
/// in the other case too. Also returns the indexes of the new cells, the requested one first.
fn split(all: &[Cell], place: usize, folds: bool) -> Option<(Vec<Cell>, Vec<usize>)> {
    let cell = all.get(place)?;
    let twin = match cell.kind {
        Kind::Lower if folds => all.iter().position(|other| other.kind == Kind::Upper),
        Kind::Upper if folds => all.iter().position(|other| other.kind == Kind::Lower),
        _ => None,
    };
    let (mut rest, mut hot) = (all.to_vec(), Vec::new());
    for index in [Some(place), twin].into_iter().flatten() {
        let own = rest.get_mut(index)?;
        // The last character is easy to read: `z`, `9`, `~`.
        let character = own.characters.pop()?;
        hot.push(Cell { characters: vec![character], ..own.clone() });
    }
    rest.retain(|cell| !cell.characters.is_empty());
    let begin = rest.len();
    let places = (begin..begin.saturating_add(hot.len())).collect();
    rest.extend(hot);
    Some((rest, places))
}
