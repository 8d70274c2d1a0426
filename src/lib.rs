//! numpy2ad
