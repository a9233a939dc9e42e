//! The positions of the characters on the US keyboard, with and without shift.

/// The rows from the left, each character below the one that is up and to its left (`1qaz`).
const ROWS: [[&[u8]; 2]; 4] = [
    [b"`1234567890-=", b"~!@#$%^&*()_+"],
    [b"\0qwertyuiop[]\\", b"\0\0\0\0\0\0\0\0\0\0\0{}|"],
    [b"\0asdfghjkl;'", b"\0\0\0\0\0\0\0\0\0\0:\""],
    [b"\0zxcvbnm,./", b"\0\0\0\0\0\0\0\0<>?"],
];

/// The distance between keys of one column; keys of one row have distance 1.
pub(super) const COLUMN: i16 = 16;

const NOWHERE: u8 = u8::MAX;
const POSITIONS: [u8; 128] = positions();

/// The position of the key of a lower-case character.
pub(super) fn position(character: u8) -> Option<i16> {
    let position = *POSITIONS.get(usize::from(character))?;
    (position != NOWHERE).then(|| i16::from(position))
}

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs in the compiler only")]
const fn positions() -> [u8; 128] {
    let mut positions = [NOWHERE; 128];
    let mut row = 0;
    while row < ROWS.len() {
        let mut shift = 0;
        while shift < 2 {
            let keys = ROWS[row][shift];
            let mut column = 0;
            while column < keys.len() {
                if keys[column] != 0 {
                    positions[keys[column] as usize] = (row * 16 + column) as u8;
                }
                column += 1;
            }
            shift += 1;
        }
        row += 1;
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_visible_character_in_lower_case_has_a_key() {
        for character in b'!'..=b'~' {
            let is_there = !character.is_ascii_uppercase();
            assert_eq!(position(character).is_some(), is_there, "{}", char::from(character));
        }
        assert!(position(b' ').is_none() && position(0).is_none() && position(0xff).is_none());
    }

    #[test]
    fn neighbours() {
        let apart = |from, to| position(to).unwrap() - position(from).unwrap();
        for (from, to, expected) in [
            (b'q', b'w', 1),
            (b'1', b'q', COLUMN),
            (b'q', b'a', COLUMN),
            (b'0', b'o', COLUMN - 1),
            (b'!', b'1', 0),
            (b'@', b'w', COLUMN),
            (b':', b';', 0),
            (b'?', b'/', 0),
            (b'|', b'\\', 0),
        ] {
            assert_eq!(apart(from, to), expected, "{} {}", char::from(from), char::from(to));
        }
    }
}
