//! Estimators and the steps of Kalman filters.

use super::Mat;
use numpy2ad::__private as ad;

/// `V = CX Aᵀ`, the factors of `K = A V + CZ`, `v = K⁻¹ (y - A x)`, the result `V v + x`.
fn lmmse_parts(cx: &Mat, a: &Mat, cz: &Mat, y: &Mat, x: &Mat) -> (Mat, ad::Factors<f64>, Mat, Mat) {
    let cross = ad::mat_mul(cx, &a.t());
    let mut k = cz.clone();
    ad::add_mat_mul(&mut k, a, &cross);
    let k = ad::factors(&k);
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
fn kalman_gain_parts(p: &Mat, h: &Mat, r: &Mat) -> (Mat, ad::Factors<f64>, Mat) {
    let cross = ad::mat_mul(p, &h.t());
    let mut k = r.clone();
    ad::add_mat_mul(&mut k, h, &cross);
    let k = ad::factors(&k);
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

/// `N = B⁻¹ + Hᵀ R⁻¹ H` and the step `N⁻¹ d` of the innovation `d = Y - H Xb`.
///
/// The matrix inversion lemma needs neither inverse: with `S = R + H B Hᵀ`, `N⁻¹ d = B (d - Hᵀ S⁻¹ H B d)`, two thirds of the
/// work. But where observations are exact, R is small, the difference cancels: with R a hundred-millionth of B the
/// lemma has seven digits where this form has eleven. And it finds a step where B or R is singular, and the function fails.
struct Enkf {
    /// `B⁻¹`.
    b_inv: Mat,
    r: ad::Factors<f64>,
    /// `R⁻¹ H`.
    rh: Mat,
    n: ad::Factors<f64>,
    step: Mat,
}

fn enkf_parts(xb: &Mat, b: &Mat, h: &Mat, r: &Mat, y: &Mat) -> Enkf {
    let b_inv = ad::inv(b);
    let r = ad::factors(r);
    let rh = ad::solve(&r, h);
    let mut n = b_inv.clone();
    ad::add_mat_mul(&mut n, &h.t(), &rh);
    let n = ad::factors(&n);
    let step = ad::solve(&n, &innovation(h, xb, y));
    Enkf { b_inv, r, rh, n, step }
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
    let Enkf { b_inv, r, rh, n, step } = enkf_parts(xb, b, h, r, y);
    let out = ad::add(xb, &step);
    // The adjoint of N is -a stepᵀ, and stays so: that of the inverse in it is (B⁻ᵀ a) (B⁻¹ step)ᵀ, and R's the same.
    let a = ad::solve_t(&n, g);
    let tau = ad::solve_t(&r, &ad::mat_mul(h, &a));
    let t = ad::mat_mul(&rh, &step);
    ad::add_mat_mul(b_a, &ad::mat_mul(&b_inv.t(), &a), &ad::mat_mul(&b_inv, &step).t());
    ad::add_mat_mul(r_a, &tau, &t.t());
    ad::sub_mat_mul(h_a, &t, &a.t());
    ad::sub_mat_mul(h_a, &tau, &step.t());
    ad::sub_mat_mul(h_a, &a, &xb.t());
    ad::add_assign(y_a, &a);
    ad::add_assign(xb_a, g);
    ad::sub_mat_mul(xb_a, &h.t(), &a);
    out
}
