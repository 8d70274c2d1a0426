/// Adjoint of [`misfit`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (scalar). To each of the following is **added** the derivative of
/// `⟨out_a, misfit(a, x, b, w)⟩`:
///
/// - `a_a`, by `a` (m×n)
/// - `x_a`, by `x` (n)
/// - `b_a`, by `b` (m)
/// - `w_a`, by `w` (m)
///
/// Flops, the primal included: 5·m·n + 11·m + 2 (the primal alone, as written: 2·m·n + 4·m + 1); new arrays: 4·m elements.
///
/// Where an operand is repeated along an axis, the adjoint runs statement by statement.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn misfit_ad(
    a: &Array2<f64>,
    x: &Array1<f64>,
    b: &Array1<f64>,
    w: &Array1<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef1<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef1<f64>,
    w_a: &mut ::numpy2ad::__private::ArrayRef1<f64>,
    out_a: f64,
) -> f64 {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if b.len() == a.nrows() && w.len() == a.nrows() && x.len() == a.ncols() {
        let mut residual = ad::map(b, |b| -b);
        ad::add_mat_vec(&mut residual, a, x);
        let v0 = ad::mul(w, &residual);
        let v1: f64 = ad::vec_vec(&residual, &v0);
        let out: f64 = 0.5 * v1;
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("w_a", w_a.shape(), w.shape());
        let t0: f64 = 0.5 * out_a;
        let t1 = ad::map(&residual, |residual| t0 * residual);
        ad::add_map2(w_a, &residual, &t1, |residual, t1| residual * t1);
        let residual_a = ad::map3(&v0, w, &t1, |v0, w, t1| t0 * v0 + w * t1);
        ad::add_mat_vec(x_a, &a.t(), &residual_a);
        ad::add_outer(a_a, &residual_a, x);
        ad::sub_assign(b_a, &residual_a);
        out
    } else {
        let v0 = ad::mat_vec(a, x);
        let residual = ad::sub(&v0, b);
        let v1 = ad::mul(w, &residual);
        let v2: f64 = ad::vec_vec(&v1, &residual);
        let out: f64 = 0.5 * v2;
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("w_a", w_a.shape(), w.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut residual_a = ad::zeros_like(&residual);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a: f64 = 0.0;
        v2_a += 0.5 * out_a;
        ad::add_map(&mut residual_a, &v1, |v1| v1 * v2_a);
        ad::add_map(&mut v1_a, &residual, |residual| residual * v2_a);
        ad::add_map2(&mut residual_a, w, &v1_a, |w, v1_a| w * v1_a);
        ad::add_map2(w_a, &residual, &v1_a, |residual, v1_a| residual * v1_a);
        ad::sub_assign(b_a, &residual_a);
        ad::add_assign(&mut v0_a, &residual_a);
        ad::add_mat_vec(x_a, &a.t(), &v0_a);
        ad::add_outer(a_a, &v0_a, x);
        out
    }
}
/// Tangent of [`misfit`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·m·n + 13·m + 3.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn misfit_t(
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    x: &Array1<f64>,
    x_t: &::numpy2ad::__private::ArrayRef1<f64>,
    b: &Array1<f64>,
    b_t: &::numpy2ad::__private::ArrayRef1<f64>,
    w: &Array1<f64>,
    w_t: &::numpy2ad::__private::ArrayRef1<f64>,
) -> (f64, f64) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_vec(a, x);
    let residual = ad::sub(&v0, b);
    let v1 = ad::mul(w, &residual);
    let v2: f64 = ad::vec_vec(&v1, &residual);
    let out: f64 = 0.5 * v2;
    let t0 = ad::mat_vec(a_t, x);
    let t1 = ad::mat_vec(a, x_t);
    let v3 = ad::add(&t0, &t1);
    let residual_t = ad::sub(&v3, b_t);
    let v4 = ad::map4(
        &residual,
        w_t,
        w,
        &residual_t,
        |residual, w_t, w, residual_t| residual * w_t + w * residual_t,
    );
    let t2: f64 = ad::vec_vec(&v4, &residual);
    let t3: f64 = ad::vec_vec(&v1, &residual_t);
    let v5: f64 = t2 + t3;
    let out_t: f64 = 0.5 * v5;
    (out, out_t)
}
