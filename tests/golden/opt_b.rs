/// Adjoint of [`opt_b`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×k). To each of the following is **added** the derivative of
/// `⟨out_a, opt_b(w, a, x, c)⟩`:
///
/// - `w_a`, by `w` (m×m)
/// - `a_a`, by `a` (n×m)
/// - `x_a`, by `x` (m×k)
/// - `c_a`, by `c` (m×k)
///
/// Three variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 10·k·m² + 14·k·m·n + 4·k·n² + 2·m²·n + 2·m·n² + 0.67·n³ + 3·k·m; new arrays: 7·k·m + 4·k·n + m·n + n² elements
/// - 12·k·m² + 14·m³ + 8·m²·n + 6·m·n² + 0.67·n³ + 2·k·m; new arrays: 3·k·m + 8·m² + 3·m·n + 2·n² elements
/// - 6·k·m² + 12·k·m·n + 6·k·n² + 6·m²·n + 6·m·n² + 0.67·n³ + 2·k·m; new arrays: 3·k·m + 4·k·n + 2·m·n + 2·n² elements
///
/// The primal alone, as written: 4·k·m² + 4·m²·n + 4·m·n² + 2·n³ + k·m.
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
pub fn opt_b_ad(
    w: &Array2<f64>,
    a: &Array2<f64>,
    x: &Array2<f64>,
    c: &Array2<f64>,
    w_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    c_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if w.ncols() == w.nrows() && a.ncols() == w.nrows() && x.nrows() == w.nrows()
        && c.nrows() == w.nrows() && c.ncols() == x.ncols()
    {
        let len_k = x.ncols() as f64;
        let len_m = w.nrows() as f64;
        let len_n = a.nrows() as f64;
        match ad::cheapest(
            &[
                1.0 * len_k * len_m + 4.0 * len_k * len_m * len_m
                    + 14.0 * len_k * len_m * len_n + 4.0 * len_k * len_n * len_n,
                6.0 * len_k * len_m * len_m + 14.0 * len_m * len_m * len_m
                    + 6.0 * len_m * len_m * len_n + 4.0 * len_m * len_n * len_n,
                12.0 * len_k * len_m * len_n + 6.0 * len_k * len_n * len_n
                    + 4.0 * len_m * len_m * len_n + 4.0 * len_m * len_n * len_n,
            ],
        ) {
            0 => {
                let v0 = ad::mat_mul(w, &a.t());
                let v1 = ad::mirrored_mat_mul(a, &v0, w);
                let v2 = ad::mat_mul(a, x);
                let v3 = ad::factors_into(v1);
                let v4 = ad::solve(&v3, &v2);
                let v5 = ad::mat_mul(&a.t(), &v4);
                let v6 = ad::sub(&v5, c);
                let out = ad::mat_mul(w, &v6);
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("c_a", c_a.shape(), c.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v0.t(), out_a);
                let t1 = ad::solve_t(&v3, &t0);
                let t2 = ad::mat_mul(&a.t(), &t1);
                ad::add_mat_mul(w_a, out_a, &v6.t());
                ad::sub_mat_mul(w_a, &t2, &v5.t());
                ad::sub_mat_mul(c_a, &w.t(), out_a);
                ad::add_assign(x_a, &t2);
                let mut v7 = ad::copy(&x.t());
                ad::sub_mat_mul(&mut v7, &v4.t(), &v0.t());
                let t3 = ad::sub(&out_a.t(), &t2.t());
                let t4 = ad::mat_mul(&t3, w);
                ad::add_mat_mul(a_a, &t1, &v7);
                ad::add_mat_mul(a_a, &v4, &t4);
                ad::recycle!(v0, v2, v3, v4, v5, v6, t0, t1, t2, v7, t3, t4);
                out
            }
            1 => {
                let v0 = ad::mat_mul(w, &a.t());
                let v1 = ad::mirrored_mat_mul(a, &v0, w);
                let v2 = ad::factors(&v1);
                let v3 = ad::solve(&v2, a);
                let v4 = ad::mirrored_mat_mul(&a.t(), &v3, &v1);
                let mut v5 = ad::map(c, |c| -c);
                ad::add_mat_mul(&mut v5, &v4, x);
                let out = ad::mat_mul(w, &v5);
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("c_a", c_a.shape(), c.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(out_a, &x.t());
                let t1 = ad::mat_mul(&w.t(), &t0);
                let t2 = ad::mat_mul(&t1, &v4.t());
                ad::add_mat_mul(w_a, out_a, &v5.t());
                ad::sub_mat_mul(w_a, &v4.t(), &t2);
                ad::sub_mat_mul(c_a, &w.t(), out_a);
                let v6 = ad::mat_mul(&v4.t(), &w.t());
                let t3 = ad::mat_mul(&v6, out_a);
                ad::add_assign(x_a, &t3);
                let mut t4 = ad::copy(&t1);
                ad::sub_mat_mul(&mut t4, &t1, &v6);
                let v7 = ad::solve_t(&v2, a);
                let v8 = ad::mat_mul(&v6.t(), w);
                let mut t5 = ad::copy(&t1.t());
                ad::sub_mat_mul(&mut t5, &t0.t(), &v8);
                ad::add_mat_mul(a_a, &v7, &t4);
                ad::add_mat_mul(a_a, &v3, &t5);
                ad::recycle!(v0, v1, v2, v3, v4, v5, t0, t1, t2, v6, t3, t4, v7, v8, t5);
                out
            }
            _ => {
                let v0 = ad::mat_mul(w, &a.t());
                let v1 = ad::mirrored_mat_mul(a, &v0, w);
                let v2 = ad::mat_mul(a, x);
                let v3 = ad::factors_into(v1);
                let v4 = ad::solve(&v3, &v2);
                let mut v5 = ad::map(c, |c| -c);
                ad::add_mat_mul(&mut v5, &a.t(), &v4);
                let out = ad::mat_mul(w, &v5);
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("c_a", c_a.shape(), c.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&w.t(), out_a);
                let t1 = ad::mat_mul(a, &t0);
                let t2 = ad::solve_t(&v3, &t1);
                let t3 = ad::mat_mul(&t2, &v4.t());
                let t4 = ad::mat_mul(&a.t(), &t3);
                ad::add_mat_mul(w_a, out_a, &v5.t());
                ad::sub_mat_mul(w_a, &t4, a);
                ad::add_mat_mul(a_a, &v4, &t0.t());
                ad::add_mat_mul(a_a, &t2, &x.t());
                ad::sub_mat_mul(a_a, &t3, &v0.t());
                ad::sub_mat_mul(a_a, &t4.t(), w);
                ad::sub_assign(c_a, &t0);
                ad::add_mat_mul(x_a, &a.t(), &t2);
                ad::recycle!(v0, v2, v3, v4, v5, t0, t1, t2, t3, t4);
                out
            }
        }
    } else {
        let v0 = ad::mat_mul(a, w);
        let v1 = ad::mat_mul(&v0, &a.t());
        let v2 = ad::inv(&v1);
        let v3 = ad::mat_mul(&a.t(), &v2);
        let v4 = ad::mat_mul(&v3, a);
        let v5 = ad::mat_mul(&v4, x);
        let v6 = ad::sub(&v5, c);
        let out = ad::mat_mul(w, &v6);
        ad::check_shape("w_a", w_a.shape(), w.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("c_a", c_a.shape(), c.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        let mut v4_a = ad::zeros_like(&v4);
        let mut v5_a = ad::zeros_like(&v5);
        let mut v6_a = ad::zeros_like(&v6);
        ad::add_mat_mul(&mut v6_a, &w.t(), out_a);
        ad::add_mat_mul(w_a, out_a, &v6.t());
        ad::sub_assign(c_a, &v6_a);
        ad::add_assign(&mut v5_a, &v6_a);
        ad::add_mat_mul(x_a, &v4.t(), &v5_a);
        ad::add_mat_mul(&mut v4_a, &v5_a, &x.t());
        ad::add_mat_mul(a_a, &v3.t(), &v4_a);
        ad::add_mat_mul(&mut v3_a, &v4_a, &a.t());
        ad::add_mat_mul(&mut v2_a, a, &v3_a);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v3_a, &v2.t());
        let t0 = ad::mat_mul(&v2_a, &v2.t());
        ad::sub_mat_mul(&mut v1_a, &v2.t(), &t0);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v0.t(), &v1_a);
        ad::add_mat_mul(&mut v0_a, &v1_a, a);
        ad::add_mat_mul(w_a, &a.t(), &v0_a);
        ad::add_mat_mul(a_a, &v0_a, &w.t());
        ad::recycle!(
            v0, v1, v2, v3, v4, v5, v6, t0, v0_a, v1_a, v2_a, v3_a, v4_a, v5_a, v6_a
        );
        out
    }
}
/// Tangent of [`opt_b`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 12·k·m² + 12·m²·n + 12·m·n² + 6·n³ + 4·k·m + m² + 2·m·n + 2·n².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn opt_b_t(
    w: &Array2<f64>,
    w_t: &::numpy2ad::__private::ArrayRef2<f64>,
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    x: &Array2<f64>,
    x_t: &::numpy2ad::__private::ArrayRef2<f64>,
    c: &Array2<f64>,
    c_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(a, w);
    let v1 = ad::mat_mul(&v0, &a.t());
    let v2 = ad::inv(&v1);
    let v3 = ad::mat_mul(&a.t(), &v2);
    let v4 = ad::mat_mul(&v3, a);
    let v5 = ad::mat_mul(&v4, x);
    let v6 = ad::sub(&v5, c);
    let out = ad::mat_mul(w, &v6);
    let t0 = ad::mat_mul(a_t, w);
    let t1 = ad::mat_mul(a, w_t);
    let v7 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(&v7, &a.t());
    let t3 = ad::mat_mul(&v0, &a_t.t());
    let v8 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&v2, &v8);
    let t5 = ad::mat_mul(&t4, &v2);
    let v9 = ad::map(&t5, |t5| -t5);
    let t6 = ad::mat_mul(&a_t.t(), &v2);
    let t7 = ad::mat_mul(&a.t(), &v9);
    let v10 = ad::add(&t6, &t7);
    let t8 = ad::mat_mul(&v10, a);
    let t9 = ad::mat_mul(&v3, a_t);
    let v11 = ad::add(&t8, &t9);
    let t10 = ad::mat_mul(&v11, x);
    let t11 = ad::mat_mul(&v4, x_t);
    let v12 = ad::add(&t10, &t11);
    let v13 = ad::sub(&v12, c_t);
    let t12 = ad::mat_mul(w_t, &v6);
    let t13 = ad::mat_mul(w, &v13);
    let out_t = ad::add(&t12, &t13);
    ad::recycle!(
        v0, v1, v2, v3, v4, v5, v6, t0, t1, v7, t2, t3, v8, t4, t5, v9, t6, t7, v10, t8,
        t9, v11, t10, t11, v12, v13, t12, t13
    );
    (out, out_t)
}
