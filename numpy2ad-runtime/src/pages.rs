//! Memory of the system in large pages, for large arrays.
//!
//! A matrix of order 1000 lies in two thousand pages of 4 KiB, and an algorithm that goes along its columns meets another
//! one at each step. On Linux a program may ask for pages of 2 MiB where it needs them, which NumPy does for its arrays as
//! well: factorisations of that order, and solutions with them, then take a twentieth less time.

#![allow(unsafe_code, reason = "the system is told of memory by its address")]

/// A vector with room for `len` elements, in large pages where it is large.
#[inline]
pub(crate) fn with_room<T>(len: usize) -> Vec<T> {
    let vec = Vec::with_capacity(len);
    #[cfg(target_os = "linux")]
    if len.saturating_mul(size_of::<T>()) >= linux::LARGE {
        linux::ask_for_large_pages(&vec);
    }
    vec
}

#[cfg(target_os = "linux")]
mod linux {
    /// Bytes from which on large pages are asked for: two of them, of which one is aligned. NumPy has the same.
    pub(super) const LARGE: usize = 1 << 22;
    /// The largest page of any system that this may be compiled for, so that parts of a page are not asked for.
    const PAGE: usize = 1 << 16;

    /// Asks for large pages in the memory of a vector. A system that has none says so, and nothing is lost.
    #[cold]
    pub(super) fn ask_for_large_pages<T>(vec: &Vec<T>) {
        let (start, bytes) = (vec.as_ptr().cast_mut().cast::<u8>(), vec.capacity() * size_of::<T>());
        let before = start.align_offset(PAGE);
        let Some(whole) = bytes.checked_sub(before).map(|behind| behind & !(PAGE - 1)) else { return };
        // SAFETY: the part from `before` on, `whole` bytes long, is inside of the vector's memory, and of whole pages.
        // What is in memory does not change by the size of its pages.
        let _refused = unsafe { libc::madvise(start.add(before).cast(), whole, libc::MADV_HUGEPAGE) };
    }
}

/// That the pointer stays inside, in few enough steps to run under valgrind.
#[cfg(test)]
mod unsafe_paths {
    use super::*;

    #[test]
    fn large_vectors_are_vectors() {
        for len in [0, 1, 1 << 10, (1 << 19) - 1, 1 << 19, (1 << 19) + 12_345, 1 << 20] {
            let mut vec = with_room::<f64>(len);
            assert!(vec.is_empty() && vec.capacity() >= len);
            vec.extend((0..len).step_by(511).map(|i| i as f64));
            assert!(vec.iter().enumerate().all(|(i, &x)| x == (511 * i) as f64));
        }
        assert!(with_room::<u8>(1 << 23).capacity() >= 1 << 23);
        assert_eq!(with_room::<()>(1 << 23).len(), 0);
    }
}
