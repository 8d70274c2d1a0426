//! Nothing but a place for tests: `tests/ui.rs` says what they are.
