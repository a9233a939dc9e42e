//! Runs of the same step: sequences, keyboard walks, a repeated character.

use super::keyboard::{COLUMN, position};
use crate::document::Pattern;

/// The possible steps from one character to another, one bit each: the distances from -4 to 4, then [`KEYS`].
type Steps = u16;
const SAME: Steps = 1 << 4;
const SEQUENCE: Steps = SAME | SAME << 1 | SAME >> 1;

/// Steps on the keyboard: along a row, along a column, and along the columns that lean the other way (0okm,
/// zse4).
const KEYS: [i16; 6] = [1, -1, COLUMN, -COLUMN, COLUMN - 1, 1 - COLUMN];

/// The minimum length of a run; shorter ones are coincidence. In every character, and in every second
/// character.
const SHORTEST: usize = 3;
const SHORTEST_IN_TURN: usize = 6;

/// The length and the kind of the longest run at the beginning of the text.
pub(super) fn run(text: &[u8]) -> Option<(usize, Pattern)> {
    let (along, [steps, _]) = reach(text, 1);
    let (in_turn, both) = reach(text, 2);
    if in_turn >= SHORTEST_IN_TURN && in_turn > along {
        Some((in_turn, both.map(kind).into_iter().max()?))
    } else if along >= SHORTEST {
        Some((along, kind(steps)))
    } else {
        None
    }
}

/// The kind of a text that is a single run of letters and digits only, or of symbols only. A run of both is
/// disguised, so no list contains it.
pub(super) fn one_run(text: &[u8]) -> Option<Pattern> {
    let (along, [steps, _]) = reach(text, 1);
    if along < SHORTEST || along < text.len() {
        return None;
    }
    let symbols = text.iter().filter(|byte| byte.is_ascii_punctuation()).count();
    (symbols == 0 || symbols == along).then(|| kind(steps))
}

/// The length up to which every character has the same step to the one `apart` characters later, and the
/// steps. With 2, two steps alternate: `1q2w3e4r` steps from `1` to `2`, and from `q` to `w`.
fn reach(text: &[u8], apart: usize) -> (usize, [Steps; 2]) {
    let (mut current, mut other) = (Steps::MAX, Steps::MAX);
    let mut reached = text.len().min(apart);
    for (from, to) in text.iter().zip(text.get(apart..).unwrap_or_default()) {
        let steps = current & steps(*from, *to);
        if steps == 0 {
            break;
        }
        current = steps;
        reached = reached.wrapping_add(1);
        if apart == 2 {
            std::mem::swap(&mut current, &mut other);
        }
    }
    (reached, [current, other])
}

const fn kind(steps: Steps) -> Pattern {
    if steps & SEQUENCE == 0 {
        Pattern::Walk
    } else if steps & SAME == 0 {
        Pattern::Sequence
    } else {
        Pattern::Repeat
    }
}

/// All steps from one character to another.
fn steps(from: u8, to: u8) -> Steps {
    let mut steps: Steps = 0;
    let apart = i16::from(to).wrapping_sub(from.into());
    let farthest = if from.is_ascii_digit() && to.is_ascii_digit() {
        // 2468, and the patterns of number pads: 147 258 369, 159 357.
        4
    } else if from.is_ascii_lowercase() && to.is_ascii_lowercase() {
        1
    } else {
        0
    };
    if apart.unsigned_abs() <= farthest {
        steps = SAME.rotate_left(apart as u32);
    }
    if let (Some(from), Some(to)) = (position(from), position(to)) {
        let apart = to.wrapping_sub(from);
        if let Some(key) = KEYS.iter().position(|key| *key == apart) {
            steps |= (1_u16 << 9).wrapping_shl(key as u32);
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs() {
        for (text, length, kind) in [
            ("abcdefgh", 8, Pattern::Sequence),
            ("zyxw1", 4, Pattern::Sequence),
            ("12345678", 8, Pattern::Sequence),
            ("98765432x", 8, Pattern::Sequence),
            // In ASCII `:` follows `9`, and `{` follows `z`; neither continues the run.
            ("789:", 3, Pattern::Sequence),
            ("xyz{", 3, Pattern::Sequence),
            ("0123", 4, Pattern::Sequence),
            ("1234567890", 10, Pattern::Walk),
            ("2468", 4, Pattern::Walk),
            ("147258", 3, Pattern::Walk),
            ("qwertyuiop", 10, Pattern::Walk),
            ("lkjhgf", 6, Pattern::Walk),
            ("1qaz2wsx", 4, Pattern::Walk),
            ("!qaz@wsx", 4, Pattern::Walk),
            ("0okm9ijn", 4, Pattern::Walk),
            ("!@#$%", 5, Pattern::Walk),
            ("1@3$5", 5, Pattern::Walk),
            ("aaaab", 4, Pattern::Repeat),
            ("1q2w3e4r", 8, Pattern::Walk),
            ("q1w2e3r4", 8, Pattern::Walk),
            ("12qwaszx", 8, Pattern::Walk),
            ("a1b2c3d4", 8, Pattern::Sequence),
            ("a1a2a3a4", 8, Pattern::Sequence),
            ("112233", 6, Pattern::Sequence),
            ("121212", 6, Pattern::Repeat),
        ] {
            assert_eq!(run(text.as_bytes()), Some((length, kind)), "{text}");
        }
        for text in ["", "a", "ab", "kx7#mq2$", "a1b2c", "90abc", "`~"] {
            assert_eq!(run(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_text_is_one_run_from_three_characters() {
        assert_eq!(one_run(b"abc"), Some(Pattern::Sequence));
        for text in ["", "ab", "abcx", "1@3"] {
            assert_eq!(one_run(text.as_bytes()), None, "{text}");
        }
    }
}
