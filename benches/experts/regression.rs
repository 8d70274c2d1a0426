//! Least squares and its regularised forms: one factorisation, and thin products besides what the matrix is made of.

use super::Mat;
use numpy2ad::__private as ad;

/// What both sweeps of generalised least squares need.
struct Gls {
    /// Of `M`.
    m: ad::Factors<f64>,
    /// `M⁻ᵀ X`. That it is the transpose makes `Xᵀ M⁻¹ y` and later `M⁻ᵀ X u` products with it, and no solves.
    w: Mat,
    /// Of `Xᵀ M⁻¹ X`.
    s: ad::Factors<f64>,
    out: Mat,
}

fn gls_parts(x: &Mat, m: &Mat, y: &Mat) -> Gls {
    let m = ad::factors(m);
    let w = ad::solve_t(&m, x);
    let s = ad::factors(&ad::mat_mul(&w.t(), x));
    let out = ad::solve(&s, &ad::mat_mul(&w.t(), y));
    Gls { m, w, s, out }
}

pub fn gls(x: &Mat, m: &Mat, y: &Mat) -> Mat {
    gls_parts(x, m, y).out
}

pub fn gls_ad(x: &Mat, m: &Mat, y: &Mat, x_a: &mut Mat, m_a: &mut Mat, y_a: &mut Mat, g: &Mat) -> Mat {
    let Gls { m, w, s, out } = gls_parts(x, m, y);
    let mut residual = y.clone();
    ad::sub_mat_mul(&mut residual, x, &out);
    let residual = ad::solve(&m, &residual);
    let u = ad::solve_t(&s, g);
    let p = ad::mat_mul(&w, &u);
    ad::add_mat_mul(x_a, &residual, &u.t());
    ad::sub_mat_mul(x_a, &p, &out.t());
    ad::sub_mat_mul(m_a, &p, &residual.t());
    ad::add_assign(y_a, &p);
    out
}

fn tikhonov_parts(a: &Mat, g: &Mat, b: &Mat) -> (ad::Factors<f64>, Mat) {
    let mut k = ad::mat_mul(&a.t(), a);
    ad::add_mat_mul(&mut k, &g.t(), g);
    let k = ad::factors(&k);
    let out = ad::solve(&k, &ad::mat_mul(&a.t(), b));
    (k, out)
}

pub fn tikhonov(a: &Mat, g: &Mat, b: &Mat) -> Mat {
    tikhonov_parts(a, g, b).1
}

pub fn tikhonov_ad(
    a: &Mat,
    g: &Mat,
    b: &Mat,
    a_a: &mut Mat,
    g_a: &mut Mat,
    b_a: &mut Mat,
    seed: &Mat,
) -> Mat {
    let (k, out) = tikhonov_parts(a, g, b);
    let t = ad::solve_t(&k, seed);
    let (a_t, g_t) = (ad::mat_mul(a, &t), ad::mat_mul(g, &t));
    let mut residual = b.clone();
    ad::sub_mat_mul(&mut residual, a, &out);
    ad::add_mat_mul(a_a, &residual, &t.t());
    ad::sub_mat_mul(a_a, &a_t, &out.t());
    ad::sub_mat_mul(g_a, &g_t, &out.t());
    ad::sub_mat_mul(g_a, &ad::mat_mul(g, &out), &t.t());
    ad::add_assign(b_a, &a_t);
    out
}

/// `Aᵀ P`, the factors of `Aᵀ P A + Q`, the result.
fn gen_tikhonov_parts(a: &Mat, p: &Mat, q: &Mat, b: &Mat, x: &Mat) -> (Mat, ad::Factors<f64>, Mat) {
    let left = ad::mat_mul(&a.t(), p);
    let mut k = q.clone();
    ad::add_mat_mul(&mut k, &left, a);
    let k = ad::factors(&k);
    let mut d = ad::mat_mul(q, x);
    ad::add_mat_mul(&mut d, &left, b);
    let out = ad::solve(&k, &d);
    (left, k, out)
}

pub fn gen_tikhonov(a: &Mat, p: &Mat, q: &Mat, b: &Mat, x: &Mat) -> Mat {
    gen_tikhonov_parts(a, p, q, b, x).2
}

pub fn gen_tikhonov_ad(
    a: &Mat,
    p: &Mat,
    q: &Mat,
    b: &Mat,
    x: &Mat,
    a_a: &mut Mat,
    p_a: &mut Mat,
    q_a: &mut Mat,
    b_a: &mut Mat,
    x_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let (left, k, out) = gen_tikhonov_parts(a, p, q, b, x);
    let t = ad::solve_t(&k, g);
    let mut residual = b.clone();
    ad::sub_mat_mul(&mut residual, a, &out);
    let left_t = ad::mat_mul(&left.t(), &t);
    ad::add_mat_mul(a_a, &ad::mat_mul(p, &residual), &t.t());
    ad::sub_mat_mul(a_a, &left_t, &out.t());
    ad::add_mat_mul(p_a, &ad::mat_mul(a, &t), &residual.t());
    ad::add_mat_mul(q_a, &t, &ad::sub(x, &out).t());
    ad::add_assign(b_a, &left_t);
    ad::add_mat_mul(x_a, &q.t(), &t);
    out
}

/// `v - u`, the factors of `Hᵀ H + sm`, the result.
fn image_parts(h: &Mat, y: &Mat, v: &Mat, u: &Mat, sm: &Mat, sv: &Mat) -> (Mat, ad::Factors<f64>, Mat) {
    let mut k = sm.clone();
    ad::add_mat_mul(&mut k, &h.t(), h);
    let k = ad::factors(&k);
    let step = ad::sub(v, u);
    let mut d = ad::mul(sv, &step);
    ad::add_mat_mul(&mut d, &h.t(), y);
    let out = ad::solve(&k, &d);
    (step, k, out)
}

pub fn image(h: &Mat, y: &Mat, v: &Mat, u: &Mat, sm: &Mat, sv: &Mat) -> Mat {
    image_parts(h, y, v, u, sm, sv).2
}

pub fn image_ad(
    h: &Mat,
    y: &Mat,
    v: &Mat,
    u: &Mat,
    sm: &Mat,
    sv: &Mat,
    h_a: &mut Mat,
    y_a: &mut Mat,
    v_a: &mut Mat,
    u_a: &mut Mat,
    sm_a: &mut Mat,
    sv_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let (step, k, out) = image_parts(h, y, v, u, sm, sv);
    let t = ad::solve_t(&k, g);
    let h_t = ad::mat_mul(h, &t);
    let mut residual = y.clone();
    ad::sub_mat_mul(&mut residual, h, &out);
    ad::add_mat_mul(h_a, &residual, &t.t());
    ad::sub_mat_mul(h_a, &h_t, &out.t());
    ad::sub_mat_mul(sm_a, &t, &out.t());
    ad::add_assign(y_a, &h_t);
    ad::add_map2(sv_a, &step, &t, |step, t| step * t);
    ad::add_map2(v_a, sv, &t, |sv, t| sv * t);
    ad::sub_map2(u_a, sv, &t, |sv, t| sv * t);
    out
}

/// The signal is `A N⁻¹ Bᵀ B A⁻¹ y` with `N = Bᵀ B + (R A)ᵀ L (R A)`: a product `R A` in place of two triangular solves with all
/// of `B`, which have the same flops and run at half the speed.
struct Signal {
    a: ad::Factors<f64>,
    n: ad::Factors<f64>,
    /// `R A` and `L R A`.
    ra: Mat,
    lra: Mat,
    /// `w = A⁻¹ y`, `B w` and `s = N⁻¹ Bᵀ B w`.
    w: Mat,
    bw: Mat,
    s: Mat,
    out: Mat,
}

fn signal_parts(a: &Mat, b: &Mat, r: &Mat, l: &Mat, y: &Mat) -> Signal {
    let ra = ad::mat_mul(r, a);
    let lra = ad::mat_mul(l, &ra);
    let mut n = ad::mat_mul(&b.t(), b);
    ad::add_mat_mul(&mut n, &ra.t(), &lra);
    let (factors, n) = (ad::factors(a), ad::factors(&n));
    let w = ad::solve(&factors, y);
    let bw = ad::mat_mul(b, &w);
    let s = ad::solve(&n, &ad::mat_mul(&b.t(), &bw));
    let out = ad::mat_mul(a, &s);
    Signal { a: factors, n, ra, lra, w, bw, s, out }
}

pub fn signal(a: &Mat, b: &Mat, r: &Mat, l: &Mat, y: &Mat) -> Mat {
    signal_parts(a, b, r, l, y).out
}

pub fn signal_ad(
    a: &Mat,
    b: &Mat,
    r: &Mat,
    l: &Mat,
    y: &Mat,
    a_a: &mut Mat,
    b_a: &mut Mat,
    r_a: &mut Mat,
    l_a: &mut Mat,
    y_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let Signal { a: factors, n, ra, lra, w, bw, s, out } = signal_parts(a, b, r, l, y);
    let u = ad::solve_t(&n, &ad::mat_mul(&a.t(), g));
    // `Bᵀ B` stands in the matrix, with -u sᵀ for its adjoint, and on the right, with u wᵀ.
    let bu = ad::mat_mul(b, &u);
    let mut difference = bw;
    ad::sub_mat_mul(&mut difference, b, &s);
    ad::add_mat_mul(b_a, &bu, &ad::sub(&w, &s).t());
    ad::add_mat_mul(b_a, &difference, &u.t());
    let p = ad::solve_t(&factors, &ad::mat_mul(&b.t(), &bu));
    // The adjoint of `R A` is -(L R A s) uᵀ - (Lᵀ R A u) sᵀ; both R and A receive it.
    let (ra_u, ra_s) = (ad::mat_mul(&ra, &u), ad::mat_mul(&ra, &s));
    ad::sub_mat_mul(l_a, &ra_u, &ra_s.t());
    let (l_s, l_u) = (ad::mat_mul(&lra, &s), ad::mat_mul(&l.t(), &ra_u));
    ad::sub_mat_mul(r_a, &l_s, &ad::mat_mul(a, &u).t());
    ad::sub_mat_mul(r_a, &l_u, &out.t());
    let mut s_side = g.clone();
    ad::sub_mat_mul(&mut s_side, &r.t(), &l_u);
    ad::add_mat_mul(a_a, &s_side, &s.t());
    ad::sub_mat_mul(a_a, &ad::mat_mul(&r.t(), &l_s), &u.t());
    ad::sub_mat_mul(a_a, &p, &w.t());
    ad::add_assign(y_a, &p);
    out
}
