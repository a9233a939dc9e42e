//! A keystroke allocates nothing: once the buffers have grown, neither a verdict nor `accepts_units`
//! allocates.
#![expect(unsafe_code, reason = "implementing an allocator is unsafe")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use passgate_core::{Checker, Identity, Policy, Product, Rows};

struct Counting;

thread_local! {
    static TAKEN: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call is forwarded unchanged to the system's allocator.
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
        assert!(taken[0] > 0, "the growth of the buffers is counted");
        assert_eq!(taken[1], 0, "{product:?}");
    }
}
