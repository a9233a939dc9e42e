//! Numbers that sound like words in Chinese.

/// The longer ones first where one begins another.
const NUMBERS: [&[u8]; 34] = [
    // 我爱你一生一世, 一生一世我爱你, and with 521.
    b"5201314", b"5211314", b"1314520", b"1314521",
    // 亲亲我吧我爱你, 亲亲我吧爱我吧.
    b"7758521", b"7758520", b"7758258", // 我爱你生生世世, 生生世世爱你.
    b"5203344", b"3344520", b"3344521", // 一生就爱你一个.
    b"1392010", // 我发誓我爱你.
    b"584520", b"584521", // 爱你一生一世, 爱你一万年, 爱你一辈子.
    b"201314", b"20184", b"20110",
    // 一生一世, 生生世世, 就是爱你, 爱你, 一往情深, 依旧爱你, 我依然爱你.
    b"1314", b"3344", b"9420", b"8023", b"1573", b"1920", b"5120", // 我爱你 and 我想你.
    b"520", b"521", b"530",
    // 亲亲我吧, 救救我吧, 一路发, 我要发, 拜拜了, 亲亲你.
    b"7758", b"9958", b"1688", b"168", b"518", b"886", b"770", // 气死我.
    b"748",
];

/// How long the number is that the text begins with.
pub(super) fn homophone(text: &[u8]) -> Option<usize> {
    // Every number has three digits or more.
    text.first_chunk::<3>().filter(|first| first.iter().all(u8::is_ascii_digit))?;
    NUMBERS.iter().find(|number| text.starts_with(number)).map(|number| number.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_that_the_text_begins_with() {
        for (position, number) in NUMBERS.iter().enumerate() {
            let shadowed = NUMBERS[..position].iter().any(|before| number.starts_with(before));
            assert!(!shadowed, "{}", String::from_utf8_lossy(number));
        }
        for (text, expected) in
            [("5201314", Some(7)), ("520131", Some(3)), ("1314520x", Some(7)), ("woaini", None), ("", None)]
        {
            assert_eq!(homophone(text.as_bytes()), expected, "{text}");
        }
    }
}
