//! Steps of constrained optimisation, and a stochastic Newton update.

use super::Mat;
use numpy2ad::__private as ad;

/// `V = W Aᵀ` and the factors of `A W Aᵀ`.
fn metric(w: &Mat, a: &Mat) -> (Mat, ad::Factors<f64>) {
    let cross = ad::mat_mul(w, &a.t());
    let k = ad::factors(&ad::mat_mul(a, &cross));
    (cross, k)
}

/// `v = (A W Aᵀ)⁻¹ (b - A x)`.
fn opt_xf_multipliers(k: &ad::Factors<f64>, a: &Mat, b: &Mat, x: &Mat) -> Mat {
    let mut residual = b.clone();
    ad::sub_mat_mul(&mut residual, a, x);
    ad::solve(k, &residual)
}

pub fn opt_xf(w: &Mat, a: &Mat, b: &Mat, x: &Mat) -> Mat {
    let (cross, k) = metric(w, a);
    ad::mat_mul(&cross, &opt_xf_multipliers(&k, a, b, x))
}

pub fn opt_xf_ad(
    w: &Mat,
    a: &Mat,
    b: &Mat,
    x: &Mat,
    w_a: &mut Mat,
    a_a: &mut Mat,
    b_a: &mut Mat,
    x_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let (cross, k) = metric(w, a);
    let v = opt_xf_multipliers(&k, a, b, x);
    let out = ad::mat_mul(&cross, &v);
    let t = ad::solve_t(&k, &ad::mat_mul(&cross.t(), g));
    let e = ad::mat_mul(&a.t(), &t);
    // g from the product on the left, -e from the inverse: A and W see only their sum.
    let h = ad::sub(g, &e);
    ad::add_mat_mul(w_a, &h, &ad::mat_mul(&a.t(), &v).t());
    ad::add_mat_mul(a_a, &v, &ad::mat_mul(&w.t(), &h).t());
    ad::sub_mat_mul(a_a, &t, &ad::add(&out, x).t());
    ad::add_assign(b_a, &t);
    ad::sub_assign(x_a, &e);
    out
}

/// `v = (A W Aᵀ)⁻¹ A x`, `V v`, the result `V v - W c`.
fn opt_b_parts(cross: &Mat, k: &ad::Factors<f64>, w: &Mat, a: &Mat, x: &Mat, c: &Mat) -> (Mat, Mat, Mat) {
    let v = ad::solve(k, &ad::mat_mul(a, x));
    let step = ad::mat_mul(cross, &v);
    let mut out = step.clone();
    ad::sub_mat_mul(&mut out, w, c);
    (v, step, out)
}

pub fn opt_b(w: &Mat, a: &Mat, x: &Mat, c: &Mat) -> Mat {
    let (cross, k) = metric(w, a);
    opt_b_parts(&cross, &k, w, a, x, c).2
}

pub fn opt_b_ad(
    w: &Mat,
    a: &Mat,
    x: &Mat,
    c: &Mat,
    w_a: &mut Mat,
    a_a: &mut Mat,
    x_a: &mut Mat,
    c_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let (cross, k) = metric(w, a);
    let (v, step, out) = opt_b_parts(&cross, &k, w, a, x, c);
    let t = ad::solve_t(&k, &ad::mat_mul(&cross.t(), g));
    let e = ad::mat_mul(&a.t(), &t);
    let h = ad::sub(g, &e);
    ad::add_mat_mul(w_a, &h, &ad::mat_mul(&a.t(), &v).t());
    ad::sub_mat_mul(w_a, g, &c.t());
    ad::add_mat_mul(a_a, &v, &ad::mat_mul(&w.t(), &h).t());
    ad::add_mat_mul(a_a, &t, &ad::sub(x, &step).t());
    ad::add_assign(x_a, &e);
    ad::sub_mat_mul(c_a, &w.t(), g);
    out
}

/// The sketch keeps everything k wide: `N = Aᵀ W`, and the result is `B Z` with `Z = I - N K⁻¹ Nᵀ B`.
struct Newton {
    n: Mat,
    /// `B N` and `Nᵀ B`.
    bn: Mat,
    nb: Mat,
    k: ad::Factors<f64>,
    /// `K⁻¹ Nᵀ B`.
    c: Mat,
    z: Mat,
}

fn newton_parts(b: &Mat, i: &Mat, a: &Mat, w: &Mat, j: &Mat) -> Newton {
    let n = ad::mat_mul(&a.t(), w);
    let bn = ad::mat_mul(b, &n);
    let nb = ad::mat_mul(&n.t(), b);
    let mut k = j.clone();
    ad::add_mat_mul(&mut k, &n.t(), &bn);
    let k = ad::factors(&k);
    let c = ad::solve(&k, &nb);
    let mut z = i.clone();
    ad::sub_mat_mul(&mut z, &n, &c);
    Newton { n, bn, nb, k, c, z }
}

pub fn newton(b: &Mat, i: &Mat, a: &Mat, w: &Mat, j: &Mat) -> Mat {
    let n = ad::mat_mul(&a.t(), w);
    let nb = ad::mat_mul(&n.t(), b);
    let mut k = j.clone();
    ad::add_mat_mul(&mut k, &nb, &n);
    let mut z = i.clone();
    ad::sub_mat_mul(&mut z, &n, &ad::solve(&ad::factors(&k), &nb));
    ad::mat_mul(b, &z)
}

pub fn newton_ad(
    b: &Mat,
    i: &Mat,
    a: &Mat,
    w: &Mat,
    j: &Mat,
    b_a: &mut Mat,
    i_a: &mut Mat,
    a_a: &mut Mat,
    w_a: &mut Mat,
    j_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let Newton { n, bn, nb, k, c, z } = newton_parts(b, i, a, w, j);
    // Three products of full matrices: the result, and the adjoints of its two factors.
    let out = ad::mat_mul(b, &z);
    ad::add_mat_mul(b_a, g, &z.t());
    let z_a = ad::mat_mul(&b.t(), g);
    ad::add_assign(i_a, &z_a);
    // t is minus the adjoint of Nᵀ B where it is solved with, and t cᵀ that of K.
    let mut t = ad::solve_t(&k, &ad::mat_mul(&n.t(), &z_a));
    let k_a = ad::mat_mul(&t, &c.t());
    ad::add_assign(j_a, &k_a);
    let mut n_a = ad::mat_mul(&bn, &k_a.t());
    ad::add_mat_mul(&mut n_a, &nb.t(), &k_a);
    ad::sub_mat_mul(&mut n_a, &z_a, &c.t());
    ad::sub_mat_mul(&mut n_a, b, &t.t());
    // N t and N K_a Nᵀ reach B as one product.
    ad::sub_mat_mul(&mut t, &k_a, &n.t());
    ad::sub_mat_mul(b_a, &n, &t);
    ad::add_mat_mul(a_a, w, &n_a.t());
    ad::add_mat_mul(w_a, a, &n_a);
    out
}
