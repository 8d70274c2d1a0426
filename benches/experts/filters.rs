//! Estimators and the steps of Kalman filters.

use super::Mat;
use numpy2ad::__private as ad;

/// `V = CX Aᵀ`, the factors of `K = A V + CZ`, `v = K⁻¹ (y - A x)`, the result `V v + x`.
fn lmmse_parts(cx: &Mat, a: &Mat, cz: &Mat, y: &Mat, x: &Mat) -> (Mat, ad::Lu<f64>, Mat, Mat) {
    let cross = ad::mat_mul(cx, &a.t());
    let mut k = cz.clone();
    ad::add_mat_mul(&mut k, a, &cross);
    let k = ad::lu(&k);
    let mut residual = y.clone();
    ad::sub_mat_mul(&mut residual, a, x);
    let v = ad::solve(&k, &residual);
    let mut out = x.clone();
    ad::add_mat_mul(&mut out, &cross, &v);
    (cross, k, v, out)
}

pub fn lmmse(cx: &Mat, a: &Mat, cz: &Mat, y: &Mat, x: &Mat) -> Mat {
    lmmse_parts(cx, a, cz, y, x).3
}

pub fn lmmse_ad(
    cx: &Mat,
    a: &Mat,
    cz: &Mat,
    y: &Mat,
    x: &Mat,
    cx_a: &mut Mat,
    a_a: &mut Mat,
    cz_a: &mut Mat,
    y_a: &mut Mat,
    x_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let (cross, k, v, out) = lmmse_parts(cx, a, cz, y, x);
    let t = ad::solve_t(&k, &ad::mat_mul(&cross.t(), g));
    // g from the product on the left, -Aᵀ t from the inverse: A and CX see only their sum, which is the adjoint of x.
    let mut h = g.clone();
    ad::sub_mat_mul(&mut h, &a.t(), &t);
    ad::add_mat_mul(cx_a, &h, &ad::mat_mul(&a.t(), &v).t());
    ad::add_mat_mul(a_a, &v, &ad::mat_mul(&cx.t(), &h).t());
    ad::sub_mat_mul(a_a, &t, &out.t());
    ad::sub_mat_mul(cz_a, &t, &v.t());
    ad::add_assign(y_a, &t);
    ad::add_assign(x_a, &h);
    out
}

/// `V = P Hᵀ`, the factors of `K = H V + R`, the transpose of the gain `V K⁻¹`.
fn kalman_gain_parts(p: &Mat, h: &Mat, r: &Mat) -> (Mat, ad::Lu<f64>, Mat) {
    let cross = ad::mat_mul(p, &h.t());
    let mut k = r.clone();
    ad::add_mat_mul(&mut k, h, &cross);
    let k = ad::lu(&k);
    let gain_t = ad::solve_t(&k, &cross.t());
    (cross, k, gain_t)
}

pub fn kalman_gain(p: &Mat, h: &Mat, r: &Mat) -> Mat {
    kalman_gain_parts(p, h, r).2.reversed_axes()
}

pub fn kalman_gain_ad(
    p: &Mat,
    h: &Mat,
    r: &Mat,
    p_a: &mut Mat,
    h_a: &mut Mat,
    r_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let (cross, k, gain_t) = kalman_gain_parts(p, h, r);
    // The transposed adjoint of V, which two sides add to before P and H receive it in one product each.
    let mut cross_a_t = ad::solve(&k, &g.t());
    let mut k_a = Mat::zeros(r.raw_dim());
    ad::sub_mat_mul(&mut k_a, &gain_t, &cross_a_t.t());
    ad::add_assign(r_a, &k_a);
    ad::add_mat_mul(h_a, &k_a, &cross.t());
    ad::add_mat_mul(&mut cross_a_t, &k_a.t(), h);
    ad::add_mat_mul(p_a, &cross_a_t.t(), h);
    ad::add_mat_mul(h_a, &cross_a_t, p);
    gain_t.reversed_axes()
}

fn one_minus(i: &Mat, k: &Mat, h: &Mat) -> Mat {
    let mut e = i.clone();
    ad::sub_mat_mul(&mut e, k, h);
    e
}

pub fn kalman_covariance(k: &Mat, h: &Mat, p: &Mat, i: &Mat) -> Mat {
    ad::mat_mul(&one_minus(i, k, h), p)
}

pub fn kalman_covariance_ad(
    k: &Mat,
    h: &Mat,
    p: &Mat,
    i: &Mat,
    k_a: &mut Mat,
    h_a: &mut Mat,
    p_a: &mut Mat,
    i_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let e = one_minus(i, k, h);
    ad::add_mat_mul(p_a, &e.t(), g);
    let e_a = ad::mat_mul(g, &p.t());
    ad::add_assign(i_a, &e_a);
    ad::sub_mat_mul(k_a, &e_a, &h.t());
    ad::sub_mat_mul(h_a, &k.t(), &e_a);
    ad::mat_mul(&e, p)
}

fn innovation(h: &Mat, x: &Mat, z: &Mat) -> Mat {
    let mut d = z.clone();
    ad::sub_mat_mul(&mut d, h, x);
    d
}

pub fn kalman_state(k: &Mat, h: &Mat, x: &Mat, z: &Mat) -> Mat {
    let mut out = x.clone();
    ad::add_mat_mul(&mut out, k, &innovation(h, x, z));
    out
}

pub fn kalman_state_ad(
    k: &Mat,
    h: &Mat,
    x: &Mat,
    z: &Mat,
    k_a: &mut Mat,
    h_a: &mut Mat,
    x_a: &mut Mat,
    z_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let d = innovation(h, x, z);
    let mut out = x.clone();
    ad::add_mat_mul(&mut out, k, &d);
    let t = ad::mat_mul(&k.t(), g);
    ad::add_mat_mul(k_a, g, &d.t());
    ad::sub_mat_mul(h_a, &t, &x.t());
    ad::add_assign(x_a, g);
    ad::sub_mat_mul(x_a, &h.t(), &t);
    ad::add_assign(z_a, &t);
    out
}

/// The matrix inversion lemma: with `N = B⁻¹ + Hᵀ R⁻¹ H` and `S = R + H B Hᵀ`, `N⁻¹ d = B (d - Hᵀ S⁻¹ H B d)`. Neither B nor R is
/// inverted.
struct Enkf {
    /// `H B`.
    hb: Mat,
    s: ad::Lu<f64>,
    /// `t = S⁻¹ H B d`, which is `R⁻¹ H N⁻¹ d`.
    t: Mat,
    /// `z = d - Hᵀ t`, which is `B⁻¹ N⁻¹ d`.
    z: Mat,
    /// `N⁻¹ d = B z`.
    step: Mat,
}

fn enkf_parts(xb: &Mat, b: &Mat, h: &Mat, r: &Mat, y: &Mat) -> Enkf {
    let hb = ad::mat_mul(h, b);
    let mut s = r.clone();
    ad::add_mat_mul(&mut s, &hb, &h.t());
    let s = ad::lu(&s);
    let mut z = innovation(h, xb, y);
    let t = ad::solve(&s, &ad::mat_mul(&hb, &z));
    ad::sub_mat_mul(&mut z, &h.t(), &t);
    let step = ad::mat_mul(b, &z);
    Enkf { hb, s, t, z, step }
}

pub fn enkf(xb: &Mat, b: &Mat, h: &Mat, r: &Mat, y: &Mat) -> Mat {
    ad::add(xb, &enkf_parts(xb, b, h, r, y).step)
}

pub fn enkf_ad(
    xb: &Mat,
    b: &Mat,
    h: &Mat,
    r: &Mat,
    y: &Mat,
    xb_a: &mut Mat,
    b_a: &mut Mat,
    h_a: &mut Mat,
    r_a: &mut Mat,
    y_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let Enkf { hb, s, t, z, step } = enkf_parts(xb, b, h, r, y);
    // The same three for the transposed system and the seed: tau = R⁻ᵀ H a, zeta = B⁻ᵀ a, a = N⁻ᵀ g.
    let mut a = ad::mat_mul(&b.t(), g);
    let tau = ad::solve_t(&s, &ad::mat_mul(h, &a));
    ad::sub_mat_mul(&mut a, &hb.t(), &tau);
    let mut zeta = g.clone();
    ad::sub_mat_mul(&mut zeta, &h.t(), &tau);
    // The adjoint of N is -a stepᵀ: that of the inverse of B in it is -B⁻ᵀ (-a stepᵀ) B⁻ᵀ, and R's the same.
    ad::add_mat_mul(b_a, &zeta, &z.t());
    ad::add_mat_mul(r_a, &tau, &t.t());
    let out = ad::add(xb, &step);
    ad::sub_mat_mul(h_a, &t, &a.t());
    ad::sub_mat_mul(h_a, &tau, &step.t());
    ad::sub_mat_mul(h_a, &a, &xb.t());
    ad::add_assign(y_a, &a);
    ad::add_assign(xb_a, g);
    ad::sub_mat_mul(xb_a, &h.t(), &a);
    out
}
