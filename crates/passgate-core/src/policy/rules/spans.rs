//! Ranges of a text that are sorted and do not touch.

use crate::text::Span;

/// Adds a range, or extends the last range of this rule if they touch or overlap.
pub(crate) fn push(spans: &mut Vec<Span>, begin: usize, span: Span) {
    match spans.get_mut(begin..).and_then(<[Span]>::last_mut) {
        Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
        _ => spans.push(span),
    }
}

/// Sorts the ranges from `begin` on, and merges those that touch or overlap.
pub(crate) fn merge(spans: &mut Vec<Span>, begin: usize) {
    // They are few and nearly sorted, and insertion sort is less code than a general sort.
    for end in begin.saturating_add(1)..spans.len() {
        let mut at = end;
        while let Some(before) = at.checked_sub(1).filter(|before| *before >= begin)
            && spans.get(before) > spans.get(at)
        {
            spans.swap(before, at);
            at = before;
        }
    }
    let mut kept = begin;
    for index in begin..spans.len() {
        let Some(span) = spans.get(index).copied() else { break };
        match kept.checked_sub(1).filter(|_| kept > begin).and_then(|last| spans.get_mut(last)) {
            Some(last) if span.0 <= last.1 => last.1 = last.1.max(span.1),
            _ => {
                if let Some(slot) = spans.get_mut(kept) {
                    *slot = span;
                }
                kept = kept.saturating_add(1);
            }
        }
    }
    spans.truncate(kept);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touching_ranges_grow_together() {
        let mut spans = vec![Span(7, 8)];
        for span in [Span(0, 2), Span(2, 3), Span(5, 6), Span(5, 9)] {
            push(&mut spans, 1, span);
        }
        assert_eq!(spans, [Span(7, 8), Span(0, 3), Span(5, 9)]);
        let mut spans = vec![Span(7, 8), Span(5, 9), Span(0, 2), Span(1, 3), Span(0, 1)];
        merge(&mut spans, 1);
        assert_eq!(spans, [Span(7, 8), Span(0, 3), Span(5, 9)]);
    }
}
