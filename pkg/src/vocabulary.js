// The closed vocabularies of crates/passgate-core; written by `cargo xtask codegen`.
export const rules = ["length","charset","composition","username","common","history","repetition","identity"];
export const statuses = ["met","unmet","unsure"];
export const violations = ["empty","too-short","too-long","wrong-length","matches-username","reverses-username","too-few-classes","unsupported-character","too-common","reused","too-repetitive","contains-identity","resembles-identity","unknown-identity","not-accepted"];
export const classes = ["lower","upper","letter","digit","symbol"];
export const fields = ["username","phone","email-prefix","name-pinyin","words"];
export const counts = ["run","total"];
export const kinds = ["other","full-width","ideographic-space","zero-width","bidi-control","control","space","smart-punctuation","other-script","emoji"];
export const patterns = ["repetition","sequence","keyboard-walk","date","homophone-number","listed-word","personal-word","breached"];
/** The longest text that is judged. */
export const longest = 8192;
/** How many numbers a violation has beside its code. */
export const members = 4;
