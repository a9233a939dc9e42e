//! Numbers that sound like words in Chinese.
//!
//! Line by line: 我爱你一生一世, 一生一世我爱你, and with 521; 亲亲我吧我爱你, 亲亲我吧爱我吧;
//! 我爱你生生世世, 生生世世爱你; 一生就爱你一个; 我发誓我爱你; 爱你一生一世, 爱你一万年, 爱你一辈子;
//! 一生一世, 生生世世, 就是爱你, 爱你, 一往情深, 依旧爱你, 我依然爱你; 我爱你 and 我想你; 亲亲我吧, 救救我吧,
//! 一路发, 我要发, 拜拜了, 亲亲你; 气死我.

/// Each number ends with a space. If one is a prefix of another, the longer one comes first.
const NUMBERS: &[u8] = b"\
    5201314 5211314 1314520 1314521 \
    7758521 7758520 7758258 \
    5203344 3344520 3344521 \
    1392010 \
    584520 584521 \
    201314 20184 20110 \
    1314 3344 9420 8023 1573 1920 5120 \
    520 521 530 \
    7758 9958 1688 168 518 886 770 \
    748 ";

/// The length of the number at the beginning of the text.
pub(super) fn homophone(text: &[u8]) -> Option<usize> {
    // Every number has three digits or more.
    text.first_chunk::<3>().filter(|first| first.iter().all(u8::is_ascii_digit))?;
    let mut same = 0_usize;
    let mut differs = false;
    for byte in NUMBERS {
        if *byte != b' ' {
            differs |= text.get(same) != Some(byte);
            same = same.wrapping_add(1);
        } else if differs {
            (same, differs) = (0, false);
        } else {
            return Some(same);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_number_is_found() {
        for number in std::str::from_utf8(NUMBERS).unwrap().split_terminator(' ') {
            assert_eq!(homophone(number.as_bytes()), Some(number.len()), "{number}: a prefix comes first");
        }
        for (text, expected) in
            [("5201314", Some(7)), ("520131", Some(3)), ("1314520x", Some(7)), ("woaini", None), ("", None)]
        {
            assert_eq!(homophone(text.as_bytes()), expected, "{text}");
        }
    }
}
