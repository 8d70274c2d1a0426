//! Nothing but a place for tests: `ui.rs` says what they are.
