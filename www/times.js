// The times of worker/src/reset/budget.rs; written by `cargo xtask codegen`.

/** The longest that the edge takes to answer a submission, in milliseconds. */
export const SUBMISSION_MS = 44000;
