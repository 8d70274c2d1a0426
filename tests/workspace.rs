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

/// LAPACK's wrappers allocate pivots and copies of their own: with them values alone are compared.
const COUNTED: bool = !cfg!(any(
    feature = "openblas-system",
    feature = "openblas-static",
    feature = "netlib-system",
    feature = "netlib-static",
    feature = "intel-mkl-system",
    feature = "intel-mkl-static"
));

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
                    assert!(!COUNTED || round == 0 || allocations == 0, "n = {}: {allocations} allocations", $n);
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

/// What else there is than matrices: numbers, vectors, errors, declarations, other elements, the plain adjoint.
#[allow(dead_code, reason = "of most functions only the adjoint is called")]
mod forms {
    use ndarray::prelude::*;
    use numpy2ad::adjoint;
    use numpy2ad::linalg::{Inverse, LinalgError, inv};

    #[adjoint(workspace)]
    pub fn misfit(a: &Array2<f64>, x: &Array1<f64>, b: &Array1<f64>, s: f64) -> f64 {
        let r = a.dot(x) - b;
        s * r.dot(&r)
    }

    #[adjoint(workspace)]
    pub fn gls(x: &Array2<f64>, m: &Array2<f64>, y: &Array1<f64>) -> Result<Array1<f64>, LinalgError> {
        let m_inv = m.inv()?;
        Ok(x.t().dot(&m_inv).dot(x).inv()?.dot(&x.t()).dot(&m_inv).dot(y))
    }

    #[adjoint(workspace)]
    pub fn mahalanobis(m: &Array2<f64>, y: &Array1<f64>) -> Result<f64, LinalgError> {
        Ok(m.inv()?.dot(y).dot(y))
    }

    #[adjoint(workspace, optimize = false)]
    pub fn plain(m: &Array2<f64>, y: &Array1<f64>) -> Result<Array1<f64>, LinalgError> {
        Ok(m.inv()?.dot(&(m.t().dot(y) - y).mapv(f64::exp)))
    }

    #[adjoint(workspace, spd(m), lower(l), diagonal(w))]
    pub fn declared(m: &Array2<f64>, l: &Array2<f64>, w: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {
        inv(m).dot(&inv(l).dot(&w.dot(y)))
    }

    #[adjoint(workspace)]
    pub fn single(m: &Array2<f32>, y: &Array1<f32>) -> Array1<f32> {
        inv(m).dot(&(y * y))
    }

    #[adjoint(workspace)]
    pub fn broadcast(x: &Array2<f64>, r: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
        (x + r).dot(c)
    }

    #[adjoint(workspace)]
    pub fn view(a: &Array2<f64>) -> Array2<f64> {
        a.t().to_owned()
    }

    #[adjoint(workspace)]
    pub fn number(s: f64, t: f64) -> f64 {
        s.exp() * t
    }
}

fn column(n: usize, seed: u64) -> Array1<f64> {
    operand((n, 1), seed).remove_axis(Axis(1))
}

/// Runs a function three times, the first time to warm up; from then on it allocates nothing.
fn warm<T>(mut run: impl FnMut() -> T) -> T {
    run();
    run();
    let before = ALLOCATIONS.with(Cell::get);
    let value = run();
    let allocations = ALLOCATIONS.with(Cell::get) - before;
    assert!(!COUNTED || allocations == 0, "{allocations} allocations");
    value
}

#[test]
fn numbers_and_vectors() {
    let (a, x, b) = (operand((5, 3), 1), column(3, 2), column(5, 3));
    let (mut a_a, mut x_a, mut b_a, mut s_a) =
        (Array2::zeros((5, 3)), Array1::zeros(3), Array1::zeros(5), 0.0);
    let wanted = forms::misfit_ad(&a, &x, &b, 0.5, &mut a_a, &mut x_a, &mut b_a, &mut s_a, 2.0);
    let mut ws = Workspace::new();
    let mut result = f64::NAN;
    let found = warm(|| {
        let mut found = [0.0; 24];
        let (rest, s) = found.split_at_mut(23);
        let (of_a, rest) = rest.split_at_mut(15);
        let (of_x, of_b) = rest.split_at_mut(3);
        let mut of_a = ArrayViewMut2::from_shape((5, 3), of_a).unwrap();
        let (mut of_x, mut of_b) = (ArrayViewMut1::from(of_x), ArrayViewMut1::from(of_b));
        forms::misfit_ad_into(
            &mut ws,
            &a,
            &x,
            &b,
            0.5,
            &mut of_a,
            &mut of_x,
            &mut of_b,
            &mut s[0],
            2.0,
            &mut result,
        );
        found
    });
    assert_eq!(result, wanted);
    let wanted = a_a.iter().chain(&x_a).chain(&b_a).chain([&s_a]);
    assert!(found.iter().eq(wanted));

    let (mut s_a, mut t_a) = (0.0, 1.0);
    warm(|| {
        (s_a, t_a) = (0.0, 1.0);
        forms::number_ad_into(&mut ws, 0.0, 3.0, &mut s_a, &mut t_a, 2.0, &mut result);
    });
    assert_eq!((result, s_a, t_a), (3.0, 6.0, 3.0));
}

#[test]
fn an_error_leaves_everything_alone_and_the_next_call_works() {
    let (x, m, y) = (operand((4, 2), 1), operand((4, 4), 2), column(4, 3));
    let out_a = column(2, 4);
    let mut wanted = (Array2::<f64>::ones((4, 2)), Array2::<f64>::ones((4, 4)), Array1::<f64>::ones(4));
    let value = forms::gls_ad(&x, &m, &y, &mut wanted.0, &mut wanted.1, &mut wanted.2, &out_a).unwrap();
    let mut ws = Workspace::new();
    let mut result = Array1::from_elem(2, 0.25);
    let mut of = (Array2::<f64>::ones((4, 2)), Array2::<f64>::ones((4, 4)), Array1::<f64>::ones(4));
    // The second factorisation fails: the first one's memory has been taken by then.
    for (x, m) in [(&x, &Array2::zeros((4, 4))), (&Array2::zeros((4, 2)), &m)] {
        for _ in 0..2 {
            let failed =
                forms::gls_ad_into(&mut ws, x, m, &y, &mut of.0, &mut of.1, &mut of.2, &out_a, &mut result);
            assert_eq!(failed, Err(numpy2ad::linalg::LinalgError::Singular));
            assert_eq!(result, array![0.25, 0.25]);
            assert!(of.0.iter().chain(&of.1).chain(&of.2).all(|&x| x == 1.0));
        }
    }
    forms::gls_ad_into(&mut ws, &x, &m, &y, &mut of.0, &mut of.1, &mut of.2, &out_a, &mut result).unwrap();
    assert_eq!((result, of), (value, wanted));

    let (m, y) = (operand((4, 4), 5), column(4, 6));
    let mut number = 0.0;
    let (mut m_a, mut y_a) = (Array2::zeros((4, 4)), Array1::zeros(4));
    warm(|| forms::mahalanobis_ad_into(&mut ws, &m, &y, &mut m_a, &mut y_a, 1.0, &mut number).unwrap());
    // An optimised primal may round in another way.
    approx::assert_relative_eq!(number, forms::mahalanobis(&m, &y).unwrap(), max_relative = 1e-12);
}

#[test]
fn plain_and_declared_and_single_precision() {
    let (m, y) = (operand((5, 5), 1), column(5, 2));
    let out_a = column(5, 3);
    let mut ws = Workspace::new();
    let mut result = Array1::zeros(5);

    let (mut m_a, mut y_a) = (Array2::zeros((5, 5)), Array1::zeros(5));
    let value = forms::plain_ad(&m, &y, &mut m_a, &mut y_a, &out_a).unwrap();
    let (mut m_b, mut y_b) = (Array2::zeros((5, 5)), Array1::zeros(5));
    warm(|| {
        m_b.fill(0.0);
        y_b.fill(0.0);
        forms::plain_ad_into(&mut ws, &m, &y, &mut m_b, &mut y_b, &out_a, &mut result).unwrap();
    });
    assert_eq!((&result, &m_b, &y_b), (&value, &m_a, &y_a));

    let mut l = operand((5, 5), 7);
    l.indexed_iter_mut().filter(|((i, j), _)| i < j).for_each(|(_, x)| *x = 0.0);
    let w = Array2::from_diag(&column(5, 8));
    let adjoints = || (Array2::zeros((5, 5)), Array2::zeros((5, 5)), Array2::zeros((5, 5)), Array1::zeros(5));
    let (mut wanted, mut found) = (adjoints(), adjoints());
    let value = forms::declared_ad(
        &m,
        &l,
        &w,
        &y,
        &mut wanted.0,
        &mut wanted.1,
        &mut wanted.2,
        &mut wanted.3,
        &out_a,
    );
    warm(|| {
        found.0.fill(0.0);
        found.1.fill(0.0);
        found.2.fill(0.0);
        found.3.fill(0.0);
        forms::declared_ad_into(
            &mut ws,
            &m,
            &l,
            &w,
            &y,
            &mut found.0,
            &mut found.1,
            &mut found.2,
            &mut found.3,
            &out_a,
            &mut result,
        );
    });
    assert_eq!((result, found), (value, wanted));

    let (m, y, out_a) = (m.mapv(|x| x as f32), y.mapv(|x| x as f32), out_a.mapv(|x| x as f32));
    let (mut m_a, mut y_a) = (Array2::zeros((5, 5)), Array1::zeros(5));
    let value = forms::single_ad(&m, &y, &mut m_a, &mut y_a, &out_a);
    let (mut m_b, mut y_b, mut result) = (Array2::zeros((5, 5)), Array1::zeros(5), Array1::zeros(5));
    warm(|| {
        m_b.fill(0.0);
        y_b.fill(0.0);
        forms::single_ad_into(&mut ws, &m, &y, &mut m_b, &mut y_b, &out_a, &mut result);
    });
    assert_eq!((result, m_b, y_b), (value, m_a, y_a));
}

#[test]
fn operands_that_are_repeated_and_results_of_any_strides() {
    let (x, r, c) = (operand((3, 4), 1), operand((1, 4), 2), operand((4, 2), 3));
    let out_a = operand((3, 2), 4);
    let adjoints = || (Array2::ones((3, 4)), Array2::ones((1, 4)), Array2::ones((4, 2)));
    let (mut wanted, mut found) = (adjoints(), adjoints());
    let value = forms::broadcast_ad(&x, &r, &c, &mut wanted.0, &mut wanted.1, &mut wanted.2, &out_a);
    let mut ws = Workspace::new();
    let mut all = Array2::from_elem((6, 6), 9.0);
    warm(|| {
        found.0.fill(1.0);
        found.1.fill(1.0);
        found.2.fill(1.0);
        let mut result = all.slice_mut(s![..;2, ..;-3]);
        forms::broadcast_ad_into(
            &mut ws,
            &x,
            &r,
            &c,
            &mut found.0,
            &mut found.1,
            &mut found.2,
            &out_a,
            &mut result,
        );
    });
    assert_eq!((all.slice(s![..;2, ..;-3]).to_owned(), found), (value, wanted));
    assert_eq!(all.iter().filter(|&&x| x == 9.0).count(), 30);

    let (a, seed) = (operand((2, 3), 5), operand((3, 2), 6));
    let (mut a_a, mut result) = (Array2::zeros((2, 3)), Array2::zeros((3, 2)));
    warm(|| {
        a_a.fill(0.0);
        forms::view_ad_into(&mut ws, &a, &mut a_a, &seed, &mut result);
    });
    assert_eq!((a_a, result), (seed.t().to_owned(), a.t().to_owned()));
}

#[test]
fn a_result_of_the_wrong_shape_is_refused_before_anything_changes() {
    let (m, y) = (operand((4, 4), 1), column(4, 2));
    let mut ws = Workspace::new();
    let (mut m_a, mut y_a, mut result) = (Array2::zeros((4, 4)), Array1::zeros(4), Array1::from_elem(3, 7.0));
    let refused = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        forms::plain_ad_into(&mut ws, &m, &y, &mut m_a, &mut y_a, &y, &mut result)
    }));
    let text = *refused.expect_err("a panic").downcast::<String>().expect("a text");
    assert!(text.contains("the result") && text.contains("[3]") && text.contains("[4]"), "{text}");
    assert!(m_a.iter().chain(&y_a).all(|&x: &f64| x == 0.0) && result.iter().all(|&x| x == 7.0));
    // A panic has kept some of the workspace's memory; the next call works all the same.
    let mut result = Array1::zeros(4);
    forms::plain_ad_into(&mut ws, &m, &y, &mut m_a, &mut y_a, &y, &mut result).unwrap();
    approx::assert_relative_eq!(result, forms::plain(&m, &y).unwrap(), max_relative = 1e-12);
}
