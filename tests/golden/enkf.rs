/// Adjoint of [`enkf`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×n). To each of the following is **added** the derivative of
/// `⟨out_a, enkf(xb, b, h, r, y)⟩`:
///
/// - `xb_a`, by `xb` (m×n)
/// - `b_a`, by `b` (m×m)
/// - `h_a`, by `h` (m×m)
/// - `r_a`, by `r` (m×m)
/// - `y_a`, by `y` (m×n)
///
/// Flops, the primal included: 30·m³ + 12·m²·n + 3·m² + 6·m·n (the primal alone: 10·m³ + 4·m²·n + m² + 2·m·n).
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn enkf_ad(
    xb: &Array2<f64>,
    b: &Array2<f64>,
    h: &Array2<f64>,
    r: &Array2<f64>,
    y: &Array2<f64>,
    xb_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    h_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    r_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    y_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::inv(b);
    let v1 = ad::inv(r);
    let v2 = ad::mat_mul(&h.t(), &v1);
    let v3 = ad::mat_mul(&v2, h);
    let v4 = ad::add(&v0, &v3);
    let v5 = ad::inv(&v4);
    let v6 = ad::mat_mul(h, xb);
    let v7 = ad::sub(y, &v6);
    let v8 = ad::mat_mul(&v5, &v7);
    let out = ad::add(xb, &v8);
    ad::check_shape("xb_a", xb_a.shape(), xb.shape());
    ad::check_shape("b_a", b_a.shape(), b.shape());
    ad::check_shape("h_a", h_a.shape(), h.shape());
    ad::check_shape("r_a", r_a.shape(), r.shape());
    ad::check_shape("y_a", y_a.shape(), y.shape());
    ad::check_shape("out_a", out_a.shape(), out.shape());
    let mut v0_a = ad::zeros_like(&v0);
    let mut v1_a = ad::zeros_like(&v1);
    let mut v2_a = ad::zeros_like(&v2);
    let mut v3_a = ad::zeros_like(&v3);
    let mut v4_a = ad::zeros_like(&v4);
    let mut v5_a = ad::zeros_like(&v5);
    let mut v6_a = ad::zeros_like(&v6);
    let mut v7_a = ad::zeros_like(&v7);
    let mut v8_a = ad::zeros_like(&v8);
    ad::add_assign(&mut v8_a, out_a);
    ad::add_assign(xb_a, out_a);
    ad::add_mat_mul(&mut v7_a, &v5.t(), &v8_a);
    ad::add_mat_mul(&mut v5_a, &v8_a, &v7.t());
    ad::sub_assign(&mut v6_a, &v7_a);
    ad::add_assign(y_a, &v7_a);
    ad::add_mat_mul(xb_a, &h.t(), &v6_a);
    ad::add_mat_mul(h_a, &v6_a, &xb.t());
    let t0 = ad::mat_mul(&v5_a, &v5.t());
    ad::sub_mat_mul(&mut v4_a, &v5.t(), &t0);
    ad::add_assign(&mut v3_a, &v4_a);
    ad::add_assign(&mut v0_a, &v4_a);
    ad::add_mat_mul(h_a, &v2.t(), &v3_a);
    ad::add_mat_mul(&mut v2_a, &v3_a, &h.t());
    ad::add_mat_mul(&mut v1_a, h, &v2_a);
    ad::add_mat_mul(&mut ad::t_mut(h_a), &v2_a, &v1.t());
    let t1 = ad::mat_mul(&v1_a, &v1.t());
    ad::sub_mat_mul(r_a, &v1.t(), &t1);
    let t2 = ad::mat_mul(&v0_a, &v0.t());
    ad::sub_mat_mul(b_a, &v0.t(), &t2);
    out
}
/// Tangent of [`enkf`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 30·m³ + 12·m²·n + 7·m² + 6·m·n.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn enkf_t(
    xb: &Array2<f64>,
    xb_t: &::numpy2ad::__private::ArrayRef2<f64>,
    b: &Array2<f64>,
    b_t: &::numpy2ad::__private::ArrayRef2<f64>,
    h: &Array2<f64>,
    h_t: &::numpy2ad::__private::ArrayRef2<f64>,
    r: &Array2<f64>,
    r_t: &::numpy2ad::__private::ArrayRef2<f64>,
    y: &Array2<f64>,
    y_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::inv(b);
    let t0 = ad::mat_mul(&v0, b_t);
    let t1 = ad::mat_mul(&t0, &v0);
    let v1 = ad::map(&t1, |t1| -t1);
    let v2 = ad::inv(r);
    let t2 = ad::mat_mul(&v2, r_t);
    let t3 = ad::mat_mul(&t2, &v2);
    let v3 = ad::map(&t3, |t3| -t3);
    let v4 = ad::mat_mul(&h.t(), &v2);
    let t4 = ad::mat_mul(&h_t.t(), &v2);
    let t5 = ad::mat_mul(&h.t(), &v3);
    let v5 = ad::add(&t4, &t5);
    let v6 = ad::mat_mul(&v4, h);
    let t6 = ad::mat_mul(&v5, h);
    let t7 = ad::mat_mul(&v4, h_t);
    let v7 = ad::add(&t6, &t7);
    let v8 = ad::add(&v0, &v6);
    let v9 = ad::add(&v1, &v7);
    let v10 = ad::inv(&v8);
    let t8 = ad::mat_mul(&v10, &v9);
    let t9 = ad::mat_mul(&t8, &v10);
    let v11 = ad::map(&t9, |t9| -t9);
    let v12 = ad::mat_mul(h, xb);
    let t10 = ad::mat_mul(h_t, xb);
    let t11 = ad::mat_mul(h, xb_t);
    let v13 = ad::add(&t10, &t11);
    let v14 = ad::sub(y, &v12);
    let v15 = ad::sub(y_t, &v13);
    let v16 = ad::mat_mul(&v10, &v14);
    let t12 = ad::mat_mul(&v11, &v14);
    let t13 = ad::mat_mul(&v10, &v15);
    let v17 = ad::add(&t12, &t13);
    let out = ad::add(xb, &v16);
    let out_t = ad::add(xb_t, &v17);
    (out, out_t)
}
