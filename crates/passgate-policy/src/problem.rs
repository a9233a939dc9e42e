//! Systems of linear inequalities over the numbers of characters, with alternatives.
//!
//! First the problem is solved without the alternatives (`microlp`, branch and bound over integers). If the solution
//! contradicts an alternative, each branch of that alternative is added in turn. The search is complete: a branch
//! is cut off only if it has no solution.

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem as Program};

/// More than the length of any text that is judged.
pub const MANY: i64 = 20_000;

/// The maximum number of systems of one problem. Real policies need far fewer.
const SYSTEMS_MAX: usize = 5_000;

/// One inequality: the sum of all numbers, each multiplied by its coefficient, is at most `most`.
#[derive(Clone, Debug)]
pub struct Row {
    coefficients: Vec<i64>,
    most: i64,
}

impl Row {
    /// The sum is at most this.
    pub fn at_most(coefficients: Vec<i64>, most: i64) -> Self {
        Self { coefficients, most: most.clamp(-MANY, MANY) }
    }

    /// The sum is at least this.
    pub fn at_least(coefficients: &[i64], least: i64) -> Self {
        let negated = coefficients.iter().map(|coefficient| coefficient.saturating_neg()).collect();
        Self::at_most(negated, least.saturating_neg())
    }

    fn holds(&self, numbers: &[i64]) -> bool {
        let sum = self.coefficients.iter().zip(numbers).fold(0_i64, |sum, (coefficient, number)| {
            sum.saturating_add(coefficient.saturating_mul(*number))
        });
        sum <= self.most
    }
}

/// One way to satisfy a condition: all of its rows.
pub type Branch = Vec<Row>;

/// A system.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    /// The cost of each number. The solution has the least total cost.
    pub costs: Vec<f64>,
    /// All of these must hold.
    pub rows: Vec<Row>,
    /// One branch of each of these must hold.
    pub choices: Vec<Vec<Branch>>,
}

/// The result of solving.
#[derive(Debug, PartialEq, Eq)]
pub enum Solved {
    /// The numbers.
    Numbers(Vec<i64>),
    /// There are none.
    Nothing,
    /// The solver gave up: nothing is known.
    Unknown,
}

impl Problem {
    /// Solves it.
    pub fn solve(&self) -> Solved {
        let mut rows = self.rows.clone();
        let mut left = SYSTEMS_MAX;
        self.search(&mut rows, &mut left)
    }

    fn search(&self, rows: &mut Vec<Row>, left: &mut usize) -> Solved {
        let Some(fewer) = left.checked_sub(1) else { return Solved::Unknown };
        *left = fewer;
        let numbers = match self.relaxed(rows) {
            Solved::Numbers(numbers) => numbers,
            other => return other,
        };
        let is_met =
            |choice: &&Vec<Branch>| choice.iter().any(|branch| branch.iter().all(|row| row.holds(&numbers)));
        let Some(choice) = self.choices.iter().find(|choice| !is_met(choice)) else {
            return Solved::Numbers(numbers);
        };
        let (before, mut unknown) = (rows.len(), false);
        for branch in choice {
            rows.extend(branch.iter().cloned());
            let solved = self.search(rows, left);
            rows.truncate(before);
            match solved {
                Solved::Numbers(numbers) => return Solved::Numbers(numbers),
                Solved::Nothing => {}
                Solved::Unknown => unknown = true,
            }
        }
        if unknown { Solved::Unknown } else { Solved::Nothing }
    }

    /// Solves these rows alone, and checks the rounded solution in integers.
    fn relaxed(&self, rows: &[Row]) -> Solved {
        let most = i32::try_from(MANY).unwrap_or(i32::MAX);
        let mut program = Program::new(OptimizationDirection::Minimize);
        let variables: Vec<_> =
            self.costs.iter().map(|cost| program.add_integer_var(*cost, (0, most))).collect();
        for row in rows {
            let terms: Vec<_> = variables
                .iter()
                .zip(&row.coefficients)
                .filter(|(_, coefficient)| **coefficient != 0)
                .map(|(variable, coefficient)| (*variable, *coefficient as f64))
                .collect();
            if terms.is_empty() {
                if row.most < 0 {
                    return Solved::Nothing;
                }
                continue;
            }
            program.add_constraint(terms.as_slice(), ComparisonOp::Le, row.most as f64);
        }
        let solution = match program.solve() {
            Ok(outcome) => outcome.into_solution(),
            Err(Error::Infeasible) => return Solved::Nothing,
            Err(_) => return Solved::Unknown,
        };
        let Ok(solution) = solution else { return Solved::Unknown };
        let numbers: Vec<i64> =
            variables.iter().map(|variable| solution.var_value(*variable).round() as i64).collect();
        if rows.iter().all(|row| row.holds(&numbers)) { Solved::Numbers(numbers) } else { Solved::Unknown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alternative_is_taken_where_the_cheapest_solution_contradicts_it() {
        let all = vec![1, 1];
        let problem = |second: i64| Problem {
            costs: vec![1.0, 2.0],
            rows: vec![Row::at_least(&all, 3), Row::at_most(all.clone(), 5)],
            choices: vec![vec![
                vec![Row::at_least(&[0, 1], 9)],
                vec![Row::at_least(&[0, 1], second), Row::at_most(vec![1, 0], 0)],
            ]],
        };
        assert_eq!(problem(4).solve(), Solved::Numbers(vec![0, 4]));
        assert_eq!(problem(6).solve(), Solved::Nothing);
    }
}
