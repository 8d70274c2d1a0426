//! A hash map for keys that are made of handles.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A hash of small handles. The standard one resists crafted keys, which costs a macro that is built without
/// optimisation most of its time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HandleHasher(u64);

impl Hasher for HandleHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_isize(&mut self, discriminant: isize) {
        self.write_u64(discriminant.cast_unsigned() as u64);
    }

    fn write_u32(&mut self, handle: u32) {
        self.write_u64(u64::from(handle));
    }

    fn write_u64(&mut self, handle: u64) {
        // Multiplicative hashing (Knuth 1998, "The Art of Computer Programming", volume 3, section 6.4).
        self.0 = (self.0.rotate_left(26) ^ handle).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A map whose keys are handles.
pub(super) type HandleMap<K, V> = HashMap<K, V, BuildHasherDefault<HandleHasher>>;
