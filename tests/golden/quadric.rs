/// Adjoint of [`quadric`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (n×n). To each of the following is **added** the derivative of
/// `⟨out_a, quadric(a, b, c, d)⟩`:
///
/// - `a_a`, by `a` (m×m)
/// - `b_a`, by `b` (m×n)
/// - `c_a`, by `c` (m×n)
/// - `d_a`, by `d` (n×n)
///
/// Flops, the primal included: 6·m²·n + 6·m·n² + m·n + n² (the primal alone, as written: 2·m²·n + 4·m·n² + 2·n²); new arrays: 2·m·n + n² elements.
///
/// Where a matrix is found symmetric, half of a product around it is computed.
///
/// Where an operand is repeated along an axis, the adjoint runs statement by statement.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn quadric_ad(
    a: &Array2<f64>,
    b: &Array2<f64>,
    c: &Array2<f64>,
    d: &Array2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    c_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    d_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if a.ncols() == a.nrows() && b.nrows() == a.nrows() && c.nrows() == a.nrows()
        && c.ncols() == b.ncols() && d.nrows() == b.ncols() && d.ncols() == b.ncols()
    {
        let mut v0 = ad::copy(c);
        ad::add_mat_mul(&mut v0, a, b);
        let mut out = ad::copy(d);
        ad::add_mat_mul(&mut out, &b.t(), &v0);
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("c_a", c_a.shape(), c.shape());
        ad::check_shape("d_a", d_a.shape(), d.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        ad::add_assign(d_a, out_a);
        let t0 = ad::mat_mul(b, out_a);
        ad::add_assign(c_a, &t0);
        ad::add_mat_mul(b_a, &v0, &out_a.t());
        ad::add_mat_mul(b_a, &a.t(), &t0);
        ad::add_mirrored_mat_mul(a_a, &t0, &b.t(), out_a);
        ad::recycle!(v0, t0);
        out
    } else {
        let v0 = ad::mat_mul(&b.t(), a);
        let v1 = ad::mat_mul(&v0, b);
        let v2 = ad::mat_mul(&b.t(), c);
        let v3 = ad::add(&v1, &v2);
        let out = ad::add(&v3, d);
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("c_a", c_a.shape(), c.shape());
        ad::check_shape("d_a", d_a.shape(), d.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        ad::add_assign(d_a, out_a);
        ad::add_assign(&mut v3_a, out_a);
        ad::add_assign(&mut v2_a, &v3_a);
        ad::add_assign(&mut v1_a, &v3_a);
        ad::add_mat_mul(c_a, b, &v2_a);
        ad::add_mat_mul(&mut ad::t_mut(b_a), &v2_a, &c.t());
        ad::add_mat_mul(b_a, &v0.t(), &v1_a);
        ad::add_mat_mul(&mut v0_a, &v1_a, &b.t());
        ad::add_mat_mul(a_a, b, &v0_a);
        ad::add_mat_mul(&mut ad::t_mut(b_a), &v0_a, &a.t());
        ad::recycle!(v0, v1, v2, v3, v0_a, v1_a, v2_a, v3_a);
        out
    }
}
/// Tangent of [`quadric`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·m²·n + 12·m·n² + m·n + 6·n².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn quadric_t(
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    b: &Array2<f64>,
    b_t: &::numpy2ad::__private::ArrayRef2<f64>,
    c: &Array2<f64>,
    c_t: &::numpy2ad::__private::ArrayRef2<f64>,
    d: &Array2<f64>,
    d_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(&b.t(), a);
    let v1 = ad::mat_mul(&v0, b);
    let v2 = ad::mat_mul(&b.t(), c);
    let v3 = ad::add(&v1, &v2);
    let out = ad::add(&v3, d);
    let t0 = ad::mat_mul(&b_t.t(), a);
    let t1 = ad::mat_mul(&b.t(), a_t);
    let v4 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(&v4, b);
    let t3 = ad::mat_mul(&v0, b_t);
    let v5 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&b_t.t(), c);
    let t5 = ad::mat_mul(&b.t(), c_t);
    let v6 = ad::add(&t4, &t5);
    let v7 = ad::add(&v5, &v6);
    let out_t = ad::add(&v7, d_t);
    ad::recycle!(v0, v1, v2, v3, t0, t1, v4, t2, t3, v5, t4, t5, v6, v7);
    (out, out_t)
}
