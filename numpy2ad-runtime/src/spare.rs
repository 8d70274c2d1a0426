//! Memory of large temporaries, kept by each thread for its next call.
//!
//! What the system gives for a new large array is memory that it has to clear, and to map page by page when it is first
//! touched; and what is freed in one piece the allocator gives back to the system. Functions with many temporaries of 256 by
//! 256 spent a fifth of their time there.

use crate::memory::{Heap, Item};
use crate::workspace::{Recycle, Workspace};
use std::cell::RefCell;

/// Bytes from which on memory is kept: of smaller pieces the allocator keeps most itself.
const LARGE: usize = 1 << 14;
/// Bytes that a thread keeps at most: as many as glibc's allocator keeps of freed memory at most.
const MOST: usize = 1 << 26;

thread_local! {
    static SPARE: RefCell<Workspace> = const { RefCell::new(Workspace::new()) };
}

/// Whether as many elements are large.
#[inline]
pub(crate) fn is_large<T>(len: usize) -> bool {
    len.saturating_mul(size_of::<T>()) >= LARGE
}

/// A vector with room for `len`, of any length, if this thread keeps its memory.
#[cold]
pub(crate) fn take<T: Item>(len: usize) -> Option<Vec<T>> {
    SPARE.try_with(|spare| Some(T::pool(&mut *spare.try_borrow_mut().ok()?).take(len))).ok()?
}

/// Keeps a vector.
#[cold]
pub(crate) fn give<T: Item>(vec: Vec<T>) {
    let bytes = vec.capacity().saturating_mul(size_of::<T>());
    // Where a thread ends, nothing is kept any more.
    let _ended = SPARE.try_with(|spare| {
        let Ok(mut spare) = spare.try_borrow_mut() else { return };
        if bytes > MOST {
            return;
        }
        // Other sizes than before: those of before go.
        if spare.bytes() + bytes > MOST {
            *spare = Workspace::new();
        }
        T::pool(&mut spare).keep(vec);
    });
}

/// Keeps the memory of an array or a factorisation for the next call in this thread, if it is large.
///
/// Generated adjoints end with this, by [`recycle!`](crate::recycle!). A thread keeps at most 64 MiB;
/// [`release_memory`] frees them.
#[inline]
pub fn recycle(x: impl Recycle) {
    x.recycle(&mut Heap);
}

/// [`recycle`](crate::recycle()) for each of several.
#[macro_export]
macro_rules! recycle {
    ($($x:expr),+ $(,)?) => {{
        $($crate::recycle($x);)+
    }};
}

/// Frees the memory that this thread keeps for temporaries of its next call: at most 64 MiB, and none of another thread.
///
/// ```
/// use ndarray::Array2;
/// use numpy2ad_runtime as ad;
///
/// let a = Array2::<f64>::eye(100);
/// let product = ad::mat_mul(&a, &a);
/// let address = product.as_ptr();
/// ad::recycle(product);
/// assert_eq!(ad::copy(&a).as_ptr(), address);
/// ad::release_memory();
/// ```
pub fn release_memory() {
    let _ended = SPARE.try_with(|spare| {
        if let Ok(mut spare) = spare.try_borrow_mut() {
            *spare = Workspace::new();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Memory;

    fn kept() -> usize {
        SPARE.with_borrow(Workspace::bytes)
    }

    #[test]
    fn large_memory_is_given_out_again_and_small_memory_is_not_kept() {
        release_memory();
        let len = LARGE / 8;
        let first: Vec<f64> = Heap.dirty(len);
        let address = first.as_ptr();
        Heap.give(first);
        assert_eq!(kept(), LARGE);
        let again: Vec<f64> = Heap.empty(len);
        assert_eq!((again.as_ptr(), again.len()), (address, 0));
        let small: Vec<f64> = Heap.dirty(len - 1);
        Heap.give(small);
        assert_eq!(kept(), 0);
    }

    #[test]
    fn no_more_than_the_most_is_kept() {
        release_memory();
        for len in [MOST / 32, MOST / 64, MOST / 33, MOST / 8] {
            let vecs: [Vec<f64>; 5] = std::array::from_fn(|_| Heap.empty(len));
            vecs.into_iter().for_each(|vec| Heap.give(vec));
            assert!(kept() > 0 && kept() <= MOST, "{len}");
        }
        release_memory();
        Heap.give(Heap.empty::<f64>(MOST / 8 + 1));
        assert_eq!(kept(), 0);
    }

    #[test]
    fn memory_of_another_thread_is_its_own() {
        release_memory();
        std::thread::spawn(|| Heap.give(Heap.dirty::<f64>(LARGE))).join().unwrap();
        assert_eq!(kept(), 0);
    }
}
