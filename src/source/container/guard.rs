//! Foreign decoders may panic on hostile input; here a panic becomes a [`Problem`].

use super::table::Problem;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a foreign decoder on `what`: a panic in it is damage of the file, and nothing is printed.
pub(crate) fn guarded<T>(what: &str, decode: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    let made = caught(decode);
    made.unwrap_or_else(|| Err(Problem::Damaged(format!("{what}: what stands there makes no sense"))))
}

/// What a foreign decoder gives; `None` where it panicked, of which nothing is printed.
pub(crate) fn caught<T>(decode: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !GUARDED.get() {
                usual(panic);
            }
        }));
    });
    let before = GUARDED.replace(true);
    // What the decoder leaves half done is given up with it: every caller stops at the first problem.
    let result = catch_unwind(AssertUnwindSafe(decode));
    GUARDED.set(before);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_damage() {
        let none: [u8; 0] = [];
        let problem = guarded("page 3", || Ok(none[std::hint::black_box(0)])).unwrap_err();
        assert_eq!(problem.to_string(), "page 3: what stands there makes no sense");
        assert_eq!(guarded("page 3", || Ok(1)).unwrap(), 1);
    }
}
