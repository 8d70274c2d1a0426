/// Adjoint of [`gls`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (n). To each of the following is **added** the derivative of
/// `⟨out_a, gls(x, m, y)⟩`:
///
/// - `x_a`, by `x` (m×n)
/// - `m_a`, by `m` (m×m)
/// - `y_a`, by `y` (m)
///
/// Flops, the primal included: 6·m³ + 12·m²·n + 12·m·n² + 6·n³ + 5·m·n (the primal alone: 2·m³ + 4·m²·n + 4·m·n² + 2·n³ + 2·m·n).
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
///
/// # Errors
///
/// Those of the primal function; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn gls_ad(
    x: &Array2<f64>,
    m: &Array2<f64>,
    y: &Array1<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    m_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    y_a: &mut ::numpy2ad::__private::ArrayRef1<f64>,
    out_a: &::numpy2ad::__private::ArrayRef1<f64>,
) -> Result<Array1<f64>, LinalgError> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let m_inv = ad::try_inv(m)?;
    let v0 = ad::mat_mul(&x.t(), &m_inv);
    let v1 = ad::mat_mul(&v0, x);
    let v2 = ad::try_inv(&v1)?;
    let v3 = ad::mat_mul(&v2, &x.t());
    let v4 = ad::mat_mul(&v3, &m_inv);
    let out = ad::mat_vec(&v4, y);
    ad::check_shape("x_a", x_a.shape(), x.shape());
    ad::check_shape("m_a", m_a.shape(), m.shape());
    ad::check_shape("y_a", y_a.shape(), y.shape());
    ad::check_shape("out_a", out_a.shape(), out.shape());
    let mut m_inv_a = ad::zeros_like(&m_inv);
    let mut v0_a = ad::zeros_like(&v0);
    let mut v1_a = ad::zeros_like(&v1);
    let mut v2_a = ad::zeros_like(&v2);
    let mut v3_a = ad::zeros_like(&v3);
    let mut v4_a = ad::zeros_like(&v4);
    ad::add_mat_vec(y_a, &v4.t(), out_a);
    ad::add_outer(&mut v4_a, out_a, y);
    ad::add_mat_mul(&mut m_inv_a, &v3.t(), &v4_a);
    ad::add_mat_mul(&mut v3_a, &v4_a, &m_inv.t());
    ad::add_mat_mul(&mut ad::t_mut(x_a), &v2.t(), &v3_a);
    ad::add_mat_mul(&mut v2_a, &v3_a, x);
    let t0 = ad::mat_mul(&v2_a, &v2.t());
    ad::sub_mat_mul(&mut v1_a, &v2.t(), &t0);
    ad::add_mat_mul(x_a, &v0.t(), &v1_a);
    ad::add_mat_mul(&mut v0_a, &v1_a, &x.t());
    ad::add_mat_mul(&mut m_inv_a, x, &v0_a);
    ad::add_mat_mul(&mut ad::t_mut(x_a), &v0_a, &m_inv.t());
    let t1 = ad::mat_mul(&m_inv_a, &m_inv.t());
    ad::sub_mat_mul(m_a, &m_inv.t(), &t1);
    ::core::result::Result::Ok(out)
}
/// Tangent of [`gls`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·m³ + 12·m²·n + 12·m·n² + 6·n³ + m² + 9·m·n + 2·n² + n.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
///
/// # Errors
///
/// Those of the primal function; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn gls_t(
    x: &Array2<f64>,
    x_t: &::numpy2ad::__private::ArrayRef2<f64>,
    m: &Array2<f64>,
    m_t: &::numpy2ad::__private::ArrayRef2<f64>,
    y: &Array1<f64>,
    y_t: &::numpy2ad::__private::ArrayRef1<f64>,
) -> Result<(Array1<f64>, Array1<f64>), LinalgError> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let m_inv = ad::try_inv(m)?;
    let t0 = ad::mat_mul(&m_inv, m_t);
    let t1 = ad::mat_mul(&t0, &m_inv);
    let m_inv_t = ad::map(&t1, |t1| -t1);
    let v0 = ad::mat_mul(&x.t(), &m_inv);
    let t2 = ad::mat_mul(&x_t.t(), &m_inv);
    let t3 = ad::mat_mul(&x.t(), &m_inv_t);
    let v1 = ad::add(&t2, &t3);
    let v2 = ad::mat_mul(&v0, x);
    let t4 = ad::mat_mul(&v1, x);
    let t5 = ad::mat_mul(&v0, x_t);
    let v3 = ad::add(&t4, &t5);
    let v4 = ad::try_inv(&v2)?;
    let t6 = ad::mat_mul(&v4, &v3);
    let t7 = ad::mat_mul(&t6, &v4);
    let v5 = ad::map(&t7, |t7| -t7);
    let v6 = ad::mat_mul(&v4, &x.t());
    let t8 = ad::mat_mul(&v5, &x.t());
    let t9 = ad::mat_mul(&v4, &x_t.t());
    let v7 = ad::add(&t8, &t9);
    let v8 = ad::mat_mul(&v6, &m_inv);
    let t10 = ad::mat_mul(&v7, &m_inv);
    let t11 = ad::mat_mul(&v6, &m_inv_t);
    let v9 = ad::add(&t10, &t11);
    let out = ad::mat_vec(&v8, y);
    let t12 = ad::mat_vec(&v9, y);
    let t13 = ad::mat_vec(&v8, y_t);
    let out_t = ad::add(&t12, &t13);
    ::core::result::Result::Ok((out, out_t))
}
