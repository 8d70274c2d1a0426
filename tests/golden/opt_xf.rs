/// Adjoint of [`opt_xf`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×k). To each of the following is **added** the derivative of
/// `⟨out_a, opt_xf(w, a, b, x)⟩`:
///
/// - `w_a`, by `w` (m×m)
/// - `a_a`, by `a` (n×m)
/// - `b_a`, by `b` (n×k)
/// - `x_a`, by `x` (m×k)
///
/// Four variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 4·k·m² + 14·k·m·n + 4·k·n² + 2·m²·n + 2·m·n² + 0.67·n³ + 3·k·m + k·n; new arrays: 6·k·m + 4·k·n + m·n + n² elements
/// - 12·k·m·n + 14·m²·n + 6·m·n² + 0.67·n³ + k·n; new arrays: k·m + 2·k·n + 2·m² + 5·m·n + n² elements
/// - 12·k·m·n + 2·k·n² + 6·m²·n + 4·m·n² + 0.67·n³ + 3·k·m + k·n; new arrays: 4·k·m + 3·k·n + 3·m·n + n² elements
/// - 4·k·m² + 8·k·m·n + 2·m³ + 12·m²·n + 6·m·n² + 0.67·n³ + 2·k·m + k·n; new arrays: 3·k·m + 2·k·n + 3·m² + 5·m·n + n² elements
///
/// The primal alone, as written: 4·k·m·n + 4·m²·n + 4·m·n² + 2·n³ + k·n.
///
/// Where a matrix is found symmetric and positive definite, its factorisation takes half the flops.
/// Where a matrix is found symmetric, half of a product around it is computed.
///
/// Where an operand is repeated along an axis, the adjoint runs statement by statement.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn opt_xf_ad(
    w: &Array2<f64>,
    a: &Array2<f64>,
    b: &Array2<f64>,
    x: &Array2<f64>,
    w_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if w.ncols() == w.nrows() && a.ncols() == w.nrows() && x.nrows() == w.nrows()
        && b.nrows() == a.nrows() && x.ncols() == b.ncols()
    {
        let len_k = b.ncols() as f64;
        let len_m = w.nrows() as f64;
        let len_n = a.nrows() as f64;
        match ad::cheapest(
            &[
                3.0 * len_k * len_m + 4.0 * len_k * len_m * len_m
                    + 6.0 * len_k * len_m * len_n + 4.0 * len_k * len_n * len_n,
                4.0 * len_k * len_m * len_n + 12.0 * len_m * len_m * len_n
                    + 4.0 * len_m * len_n * len_n,
                3.0 * len_k * len_m + 4.0 * len_k * len_m * len_n
                    + 2.0 * len_k * len_n * len_n + 4.0 * len_m * len_m * len_n
                    + 2.0 * len_m * len_n * len_n,
                2.0 * len_k * len_m + 4.0 * len_k * len_m * len_m
                    + 2.0 * len_m * len_m * len_m + 10.0 * len_m * len_m * len_n
                    + 4.0 * len_m * len_n * len_n,
            ],
        ) {
            0 => {
                let v0 = ad::mat_mul(w, &a.t());
                let v1 = ad::mirrored_mat_mul(a, &v0, w);
                let mut v2 = ad::copy(b);
                ad::sub_mat_mul(&mut v2, a, x);
                let v3 = ad::factors_into(v1);
                let v4 = ad::solve(&v3, &v2);
                let out = ad::mat_mul(&v0, &v4);
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v0.t(), out_a);
                let t1 = ad::solve_t(&v3, &t0);
                ad::add_assign(b_a, &t1);
                let t2 = ad::mat_mul(&a.t(), &t1);
                ad::sub_assign(x_a, &t2);
                let t3 = ad::sub(&out_a.t(), &t2.t());
                let t4 = ad::mat_mul(&t3, w);
                let t5 = ad::add(&x.t(), &out.t());
                ad::sub_mat_mul(a_a, &t1, &t5);
                ad::add_mat_mul(a_a, &v4, &t4);
                let v5 = ad::mat_mul(&v4.t(), a);
                ad::add_mat_mul(w_a, &t3.t(), &v5);
                ad::recycle!(v0, v2, v3, v4, t0, t1, t2, t3, t4, t5, v5);
                out
            }
            1 => {
                let v0 = ad::mat_mul(w, &a.t());
                let v1 = ad::mirrored_mat_mul(a, &v0, w);
                let v2 = ad::factors_into(v1);
                let v3 = ad::solve_t(&v2, &v0.t());
                let mut v4 = ad::copy(b);
                ad::sub_mat_mul(&mut v4, a, x);
                let out = ad::mat_mul(&v3.t(), &v4);
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v3, out_a);
                ad::sub_mat_mul(x_a, &a.t(), &t0);
                let t1 = ad::mat_mul(&v4, &out_a.t());
                let t2 = ad::solve(&v2, &t1);
                let t3 = ad::mat_mul(&t2.t(), &v0.t());
                let v5 = ad::mat_mul(&a.t(), &v3);
                let mut t4 = ad::copy(&t2.t());
                ad::sub_mat_mul(&mut t4, &v5, &t2.t());
                ad::sub_mat_mul(a_a, &t0, &x.t());
                ad::sub_mat_mul(a_a, &v3, &t3);
                ad::add_mat_mul(a_a, &t4.t(), w);
                ad::add_assign(b_a, &t0);
                ad::add_mat_mul(w_a, &t4, a);
                ad::recycle!(v0, v2, v3, v4, t0, t1, t2, t3, v5, t4);
                out
            }
            2 => {
                let v0 = ad::mat_mul(w, &a.t());
                let v1 = ad::mirrored_mat_mul(a, &v0, w);
                let mut v2 = ad::copy(b);
                ad::sub_mat_mul(&mut v2, a, x);
                let v3 = ad::factors_into(v1);
                let v4 = ad::solve(&v3, &v2);
                let out = ad::mat_mul(&v0, &v4);
                let v5 = ad::solve_t(&v3, &v0.t());
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v5, out_a);
                ad::add_assign(b_a, &t0);
                let t1 = ad::mat_mul(&a.t(), &t0);
                ad::sub_assign(x_a, &t1);
                let t2 = ad::sub(&out_a.t(), &t1.t());
                let t3 = ad::mat_mul(&v4, &t2);
                let t4 = ad::add(&x.t(), &out.t());
                ad::sub_mat_mul(a_a, &t0, &t4);
                ad::add_mat_mul(a_a, &t3, w);
                ad::add_mat_mul(w_a, &t3.t(), a);
                ad::recycle!(v0, v2, v3, v4, v5, t0, t1, t2, t3, t4);
                out
            }
            _ => {
                let v0 = ad::mat_mul(w, &a.t());
                let v1 = ad::mirrored_mat_mul(a, &v0, w);
                let mut v2 = ad::copy(b);
                ad::sub_mat_mul(&mut v2, a, x);
                let v3 = ad::factors_into(v1);
                let v4 = ad::solve_t(&v3, &v0.t());
                let out = ad::mat_mul(&v4.t(), &v2);
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v4, out_a);
                ad::add_assign(b_a, &t0);
                let v5 = ad::mat_mul(&a.t(), &v4);
                let t1 = ad::mat_mul(&v5, out_a);
                ad::sub_assign(x_a, &t1);
                let t2 = ad::add(&x.t(), &out.t());
                let t3 = ad::mat_mul(out_a, &t2);
                let mut v6 = ad::copy(w);
                ad::sub_mat_mul(&mut v6, &v5.t(), w);
                let t4 = ad::mat_mul(&v2, &out_a.t());
                let t5 = ad::solve(&v3, &t4);
                ad::sub_mat_mul(a_a, &v4, &t3);
                ad::add_mat_mul(a_a, &t5, &v6);
                let mut t6 = ad::copy(&t5);
                ad::sub_mat_mul(&mut t6, &t5, &v5.t());
                ad::add_mat_mul(w_a, &t6.t(), a);
                ad::recycle!(v0, v2, v3, v4, t0, v5, t1, t2, t3, v6, t4, t5, t6);
                out
            }
        }
    } else {
        let v0 = ad::mat_mul(w, &a.t());
        let v1 = ad::mat_mul(a, w);
        let v2 = ad::mat_mul(&v1, &a.t());
        let v3 = ad::inv(&v2);
        let v4 = ad::mat_mul(&v0, &v3);
        let v5 = ad::mat_mul(a, x);
        let v6 = ad::sub(b, &v5);
        let out = ad::mat_mul(&v4, &v6);
        ad::check_shape("w_a", w_a.shape(), w.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        let mut v4_a = ad::zeros_like(&v4);
        let mut v5_a = ad::zeros_like(&v5);
        let mut v6_a = ad::zeros_like(&v6);
        ad::add_mat_mul(&mut v6_a, &v4.t(), out_a);
        ad::add_mat_mul(&mut v4_a, out_a, &v6.t());
        ad::sub_assign(&mut v5_a, &v6_a);
        ad::add_assign(b_a, &v6_a);
        ad::add_mat_mul(x_a, &a.t(), &v5_a);
        ad::add_mat_mul(a_a, &v5_a, &x.t());
        ad::add_mat_mul(&mut v3_a, &v0.t(), &v4_a);
        ad::add_mat_mul(&mut v0_a, &v4_a, &v3.t());
        let t0 = ad::mat_mul(&v3_a, &v3.t());
        ad::sub_mat_mul(&mut v2_a, &v3.t(), &t0);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v1.t(), &v2_a);
        ad::add_mat_mul(&mut v1_a, &v2_a, a);
        ad::add_mat_mul(w_a, &a.t(), &v1_a);
        ad::add_mat_mul(a_a, &v1_a, &w.t());
        ad::add_mat_mul(&mut ad::t_mut(a_a), &w.t(), &v0_a);
        ad::add_mat_mul(w_a, &v0_a, a);
        ad::recycle!(
            v0, v1, v2, v3, v4, v5, v6, t0, v0_a, v1_a, v2_a, v3_a, v4_a, v5_a, v6_a
        );
        out
    }
}
/// Tangent of [`opt_xf`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 12·k·m·n + 12·m²·n + 12·m·n² + 6·n³ + k·m + 3·k·n + 3·m·n + 2·n².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn opt_xf_t(
    w: &Array2<f64>,
    w_t: &::numpy2ad::__private::ArrayRef2<f64>,
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    b: &Array2<f64>,
    b_t: &::numpy2ad::__private::ArrayRef2<f64>,
    x: &Array2<f64>,
    x_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(w, &a.t());
    let v1 = ad::mat_mul(a, w);
    let v2 = ad::mat_mul(&v1, &a.t());
    let v3 = ad::inv(&v2);
    let v4 = ad::mat_mul(&v0, &v3);
    let v5 = ad::mat_mul(a, x);
    let v6 = ad::sub(b, &v5);
    let out = ad::mat_mul(&v4, &v6);
    let t0 = ad::mat_mul(w_t, &a.t());
    let t1 = ad::mat_mul(w, &a_t.t());
    let v7 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(a_t, w);
    let t3 = ad::mat_mul(a, w_t);
    let v8 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&v8, &a.t());
    let t5 = ad::mat_mul(&v1, &a_t.t());
    let v9 = ad::add(&t4, &t5);
    let t6 = ad::mat_mul(&v3, &v9);
    let t7 = ad::mat_mul(&t6, &v3);
    let v10 = ad::map(&t7, |t7| -t7);
    let t8 = ad::mat_mul(&v7, &v3);
    let t9 = ad::mat_mul(&v0, &v10);
    let v11 = ad::add(&t8, &t9);
    let t10 = ad::mat_mul(a_t, x);
    let t11 = ad::mat_mul(a, x_t);
    let v12 = ad::add(&t10, &t11);
    let v13 = ad::sub(b_t, &v12);
    let t12 = ad::mat_mul(&v11, &v6);
    let t13 = ad::mat_mul(&v4, &v13);
    let out_t = ad::add(&t12, &t13);
    ad::recycle!(
        v0, v1, v2, v3, v4, v5, v6, t0, t1, v7, t2, t3, v8, t4, t5, v9, t6, t7, v10, t8,
        t9, v11, t10, t11, v12, v13, t12, t13
    );
    (out, out_t)
}
