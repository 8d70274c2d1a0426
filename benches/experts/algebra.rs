//! Single operations, and a quadric.

use super::Mat;
use numpy2ad::__private as ad;

pub fn mma(a: &Mat, b: &Mat, c: &Mat) -> Mat {
    // The product is added where the sum is to be: no pass over memory for the sum.
    let mut out = c.clone();
    ad::add_mat_mul(&mut out, a, b);
    out
}

pub fn mma_ad(a: &Mat, b: &Mat, c: &Mat, a_a: &mut Mat, b_a: &mut Mat, c_a: &mut Mat, g: &Mat) -> Mat {
    ad::add_mat_mul(a_a, g, &b.t());
    ad::add_mat_mul(b_a, &a.t(), g);
    ad::add_assign(c_a, g);
    mma(a, b, c)
}

pub fn inverse(a: &Mat) -> Mat {
    ad::inv(a)
}

pub fn inverse_ad(a: &Mat, a_a: &mut Mat, g: &Mat) -> Mat {
    let out = ad::inv(a);
    let left = ad::mat_mul(&out.t(), g);
    ad::sub_mat_mul(a_a, &left, &out.t());
    out
}

pub fn quadric(a: &Mat, b: &Mat, c: &Mat, d: &Mat) -> Mat {
    let (_, out) = factored_quadric(a, b, c, d);
    out
}

/// `A B + C`, and with it the result, `Bᵀ (A B + C) + D`.
fn factored_quadric(a: &Mat, b: &Mat, c: &Mat, d: &Mat) -> (Mat, Mat) {
    let right = mma(a, b, c);
    let mut out = d.clone();
    ad::add_mat_mul(&mut out, &b.t(), &right);
    (right, out)
}

pub fn quadric_ad(
    a: &Mat,
    b: &Mat,
    c: &Mat,
    d: &Mat,
    a_a: &mut Mat,
    b_a: &mut Mat,
    c_a: &mut Mat,
    d_a: &mut Mat,
    g: &Mat,
) -> Mat {
    let (right, out) = factored_quadric(a, b, c, d);
    ad::add_assign(d_a, g);
    ad::add_mat_mul(b_a, &right, &g.t());
    let right_a = ad::mat_mul(b, g);
    ad::add_assign(c_a, &right_a);
    ad::add_mat_mul(a_a, &right_a, &b.t());
    ad::add_mat_mul(b_a, &a.t(), &right_a);
    out
}
