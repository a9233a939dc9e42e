//! A keystroke allocates nothing: once the buffers have grown, neither the rows of a text nor
//! whether it is accepted take memory.
#![expect(unsafe_code, reason = "an allocator that counts is an allocator")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use passgate_core::{Checker, Identity, Policy, Product, Rows};

struct Counting;

thread_local! {
    static TAKEN: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call is handed to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.with(|taken| taken.set(taken.get().saturating_add(1)));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn a_keystroke_allocates_nothing() {
    let identity = Identity {
        username: Some("wangxm".into()),
        name: Some("王小明".into()),
        phones: Some(vec!["13800138000".into()]),
        emails: Some(vec!["xiaoming.wang@example.com".into()]),
        words: Some(vec!["passgate".into()]),
        ..Identity::default()
    };
    let texts = [
        "",
        "K",
        "Kx7#mQ2$vL9p",
        "Wangxiaoming@13800138000",
        "P@ssw0rd123",
        "aaa",
        "密码王小明 👍abc",
        "correct-horse-battery-staple",
    ]
    .map(|text| text.encode_utf16().collect::<Vec<u16>>());
    for product in Product::ALL {
        let checker = Checker::new(&Policy::shipped(product), &identity);
        let mut rows = Rows::default();
        let mut taken = [0_u64; 2];
        for count in &mut taken {
            let before = TAKEN.with(Cell::get);
            for text in &texts {
                checker.judge(text, &mut rows);
                if text.iter().all(|unit| *unit < 0x80) {
                    checker.accepts_units(text);
                }
            }
            *count = TAKEN.with(Cell::get).saturating_sub(before);
        }
        assert!(taken[0] > 0, "the buffers grew, and it was counted");
        assert_eq!(taken[1], 0, "{product:?}");
    }
}
