//! Functions with a workspace: what they compute, and that they allocate nothing from the second call on.

use ndarray::prelude::*;
use numpy2ad::Workspace;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local!(static ALLOCATIONS: Cell<usize> = const { Cell::new(0) });

struct Counting;

#[allow(unsafe_code, reason = "an allocator is unsafe to be one")]
// SAFETY: every call is handed to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: as the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: as the caller's.
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

mod models {
    numpy2ad_macros::__workspace_source!("examples/models/mod.rs");
}

/// Numbers in [-1, 1), the same on every machine; square matrices positive definite.
fn operand((rows, cols): (usize, usize), seed: u64) -> Array2<f64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let a = Array2::from_shape_simple_fn((rows, cols), || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    });
    if rows == cols { a.dot(&a.t()) / rows as f64 + 2.0 * Array2::<f64>::eye(rows) } else { a }
}

macro_rules! without_allocations {
    ($name:ident, $ad:ident, $into:ident, |$n:ident| [$($arg:ident: $shape:expr),+]) => {
        #[test]
        fn $name() {
            for $n in [4_usize, 8, 40] {
                let mut seed = 0;
                $(seed += 1; let $arg = operand($shape, seed);)+
                let out = models::$name($(&$arg),+);
                let out_a = operand(out.dim(), 99);
                let adjoints = || [$(Array2::<f64>::ones($arg.dim())),+];
                let mut wanted = adjoints();
                let [$($arg),+] = [$(&$arg),+];
                let mut each = wanted.iter_mut();
                let value = models::$ad($($arg),+, $({ let _ = $arg; each.next().unwrap() }),+, &out_a);
                let mut ws = Workspace::new();
                let mut result = Array2::zeros(out.dim());
                for round in 0..3 {
                    let mut found = adjoints();
                    let mut each = found.iter_mut();
                    let before = ALLOCATIONS.with(Cell::get);
                    models::$into(&mut ws, $($arg),+, $({ let _ = $arg; each.next().unwrap() }),+, &out_a, &mut result);
                    let allocations = ALLOCATIONS.with(Cell::get) - before;
                    assert!(round == 0 || allocations == 0, "n = {}: {allocations} allocations", $n);
                    assert_eq!(result, value);
                    assert_eq!(found, wanted);
                }
            }
        }
    };
}

without_allocations!(mma, mma_ad, mma_ad_into, |n| [a: (n, n + 1), b: (n + 1, n), c: (n, n)]);
without_allocations!(inverse, inverse_ad, inverse_ad_into, |n| [a: (n, n)]);
without_allocations!(gls, gls_ad, gls_ad_into, |n| [x: (n, n / 4), m: (n, n), y: (n, 1)]);
without_allocations!(opt_xf, opt_xf_ad, opt_xf_ad_into, |n| [w: (n, n), a: (n / 2, n), b: (n / 2, 1), x: (n, 1)]);
without_allocations!(opt_b, opt_b_ad, opt_b_ad_into, |n| [w: (n, n), a: (n / 2, n), x: (n, 1), c: (n, 1)]);
without_allocations!(signal, signal_ad, signal_ad_into, |n| [a: (n, n), b: (n, n), r: (n - 1, n), l: (n - 1, n - 1), y: (n, 1)]);
without_allocations!(enkf, enkf_ad, enkf_ad_into, |n| [xb: (n, n / 4), b: (n, n), h: (n, n), r: (n, n), y: (n, n / 4)]);
without_allocations!(image, image_ad, image_ad_into, |n| [h: (n / 2, n), y: (n / 2, 1), v: (n, 1), u: (n, 1), sm: (n, n), sv: (n, 1)]);
without_allocations!(rmi, rmi_ad, rmi_ad_into, |n| [s: (n, n / 4), a: (n, n), i: (n, n), x: (n, n)]);
without_allocations!(rmi2, rmi2_ad, rmi2_ad_into, |n| [w: (n, n), s: (n, n / 4), a: (n, n), i: (n, n), x: (n, n)]);
without_allocations!(newton, newton_ad, newton_ad_into, |n| [b: (n, n), i: (n, n), a: (n / 2, n), w: (n / 2, n / 4), j: (n / 4, n / 4)]);
without_allocations!(tikhonov, tikhonov_ad, tikhonov_ad_into, |n| [a: (n, n / 2), g: (n / 2, n / 2), b: (n, 1)]);
without_allocations!(gen_tikhonov, gen_tikhonov_ad, gen_tikhonov_ad_into, |n| [a: (n, n / 2), p: (n, n), q: (n / 2, n / 2), b: (n, 1), x: (n / 2, 1)]);
without_allocations!(lmmse, lmmse_ad, lmmse_ad_into, |n| [cx: (n, n), a: (n / 2, n), cz: (n / 2, n / 2), y: (n / 2, 1), x: (n, 1)]);
without_allocations!(kalman_gain, kalman_gain_ad, kalman_gain_ad_into, |n| [p: (n, n), h: (n / 2, n), r: (n / 2, n / 2)]);
without_allocations!(kalman_covariance, kalman_covariance_ad, kalman_covariance_ad_into, |n| [k: (n, n / 2), h: (n / 2, n), p: (n, n), i: (n, n)]);
without_allocations!(kalman_state, kalman_state_ad, kalman_state_ad_into, |n| [k: (n, n / 2), h: (n / 2, n), x: (n, 1), z: (n / 2, 1)]);
without_allocations!(quadric, quadric_ad, quadric_ad_into, |n| [a: (n, n), b: (n, n / 2), c: (n, n / 2), d: (n / 2, n / 2)]);
