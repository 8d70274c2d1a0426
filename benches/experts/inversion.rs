//! Randomised matrix inversion. The sketch is thin, so that the projector is kept as the two thin factors that it has.

use super::Mat;
use numpy2ad::__private as ad;

/// `P = S C` with `C = K⁻¹ Sᵀ`, `K = Sᵀ A S`; the result is `P + E X F` with `E = I - P A`, `F = I - A P`.
struct Rmi {
    /// `A S` and `Sᵀ A`.
    right: Mat,
    left: Mat,
    k: ad::Factors<f64>,
    c: Mat,
    /// `C A`.
    ca: Mat,
    e: Mat,
    f: Mat,
    /// `E X`.
    ex: Mat,
    out: Mat,
}

fn rmi_parts(s: &Mat, a: &Mat, i: &Mat, x: &Mat) -> Rmi {
    let (right, left) = (ad::mat_mul(a, s), ad::mat_mul(&s.t(), a));
    let k = ad::factors(&ad::mat_mul(&left, s));
    let (c, ca) = (ad::solve(&k, &s.t()), ad::solve(&k, &left));
    let (mut e, mut f) = (i.clone(), i.clone());
    ad::sub_mat_mul(&mut e, s, &ca);
    ad::sub_mat_mul(&mut f, &right, &c);
    let ex = ad::mat_mul(&e, x);
    let mut out = ad::mat_mul(&ex, &f);
    ad::add_mat_mul(&mut out, s, &c);
    Rmi { right, left, k, c, ca, e, f, ex, out }
}

pub fn rmi(s: &Mat, a: &Mat, i: &Mat, x: &Mat) -> Mat {
    rmi_parts(s, a, i, x).out
}

pub fn rmi_ad(
    s: &Mat,
    a: &Mat,
    i: &Mat,
    x: &Mat,
    s_a: &mut Mat,
    a_a: &mut Mat,
    i_a: &mut Mat,
    x_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let Rmi { right, left, k, c, ca, e, f, ex, out } = rmi_parts(s, a, i, x);
    // Six products of full matrices: two for the result, and two for each factor of E X F but one that they share.
    let gf = ad::mat_mul(g, &f.t());
    ad::add_mat_mul(x_a, &e.t(), &gf);
    let e_a = ad::mat_mul(&gf, &x.t());
    let f_a = ad::mat_mul(&ex.t(), g);
    ad::add_assign(i_a, &e_a);
    ad::add_assign(i_a, &f_a);
    // P's adjoint is G - E_a Aᵀ - Aᵀ F_a. What is needed of it is its products with Cᵀ on the right, and with Q = S K⁻¹ on
    // the left, so that it is never formed.
    let q_t = ad::solve_t(&k, &s.t());
    let aq_t = ad::solve_t(&k, &right.t());
    let f_c = ad::mat_mul(&f_a, &c.t());
    let mut p_c = ad::mat_mul(g, &c.t());
    ad::sub_mat_mul(&mut p_c, &e_a, &ca.t());
    ad::sub_mat_mul(&mut p_c, &a.t(), &f_c);
    let mut e_q = ad::mat_mul(&e_a.t(), &q_t.t());
    let mut p_q = ad::mat_mul(&g.t(), &q_t.t());
    ad::sub_mat_mul(&mut p_q, &f_a.t(), &aq_t.t());
    ad::sub_mat_mul(&mut p_q, a, &e_q);
    ad::add_assign(s_a, &p_c);
    ad::add_assign(s_a, &p_q);
    // K's adjoint, minus its sign.
    let k_a = ad::mat_mul(&q_t, &p_c);
    ad::sub_mat_mul(s_a, &right, &k_a.t());
    ad::sub_mat_mul(s_a, &left.t(), &k_a);
    ad::add_mat_mul(&mut e_q, s, &k_a.t());
    ad::sub_mat_mul(a_a, s, &e_q.t());
    ad::sub_mat_mul(a_a, &f_c, &s.t());
    out
}

/// With `N = Aᵀ S` and `V = W N` the result is `X + V K⁻¹ (Sᵀ I - Nᵀ X)`, `K = Nᵀ V`: no product of two full matrices.
struct Rmi2 {
    n: Mat,
    v: Mat,
    k: ad::Factors<f64>,
    /// `K⁻¹ (Sᵀ I - Nᵀ X)`.
    c: Mat,
    out: Mat,
}

fn rmi2_parts(w: &Mat, s: &Mat, a: &Mat, i: &Mat, x: &Mat) -> Rmi2 {
    let n = ad::mat_mul(&a.t(), s);
    let v = ad::mat_mul(w, &n);
    let k = ad::factors(&ad::mat_mul(&n.t(), &v));
    let mut d = ad::mat_mul(&s.t(), i);
    ad::sub_mat_mul(&mut d, &n.t(), x);
    let c = ad::solve(&k, &d);
    let mut out = x.clone();
    ad::add_mat_mul(&mut out, &v, &c);
    Rmi2 { n, v, k, c, out }
}

pub fn rmi2(w: &Mat, s: &Mat, a: &Mat, i: &Mat, x: &Mat) -> Mat {
    rmi2_parts(w, s, a, i, x).out
}

pub fn rmi2_ad(
    w: &Mat,
    s: &Mat,
    a: &Mat,
    i: &Mat,
    x: &Mat,
    w_a: &mut Mat,
    s_a: &mut Mat,
    a_a: &mut Mat,
    i_a: &mut Mat,
    x_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let Rmi2 { n, v, k, c, out } = rmi2_parts(w, s, a, i, x);
    let t = ad::solve_t(&k, &ad::mat_mul(&v.t(), g));
    let mut k_a = Mat::zeros((s.ncols(), s.ncols()));
    ad::sub_mat_mul(&mut k_a, &t, &c.t());
    let mut v_a = ad::mat_mul(g, &c.t());
    ad::add_mat_mul(&mut v_a, &n, &k_a);
    let mut n_a = ad::mat_mul(&w.t(), &v_a);
    ad::add_mat_mul(&mut n_a, &v, &k_a.t());
    ad::sub_mat_mul(&mut n_a, x, &t.t());
    ad::add_mat_mul(w_a, &v_a, &n.t());
    ad::add_mat_mul(a_a, s, &n_a.t());
    ad::add_mat_mul(s_a, a, &n_a);
    ad::add_mat_mul(s_a, i, &t.t());
    ad::add_mat_mul(i_a, s, &t);
    ad::add_assign(x_a, g);
    ad::sub_mat_mul(x_a, &n, &t);
    out
}
