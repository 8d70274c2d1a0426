/// Adjoint of [`tikhonov`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (n×p). To each of the following is **added** the derivative of
/// `⟨out_a, tikhonov(a, g, b)⟩`:
///
/// - `a_a`, by `a` (m×n)
/// - `g_a`, by `g` (k×n)
/// - `b_a`, by `b` (m×p)
///
/// Three variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - k·n² + 8·k·n·p + m·n² + 10·m·n·p + 0.33·n³ + 4·n²·p + m·p; new arrays: 2·k·p + 2·m·p + 2·n² + 3·n·p elements
/// - 3·k·n² + 7·m·n² + 6·m·n·p + 0.33·n³ + 4·n²·p + m·n + m·p; new arrays: 2·m·n + m·p + 3·n² + 2·n·p elements
/// - 8·k·m·n + k·n² + 7·m²·n + 5·m·n² + 6·m·n·p + 0.33·n³ + m·n; new arrays: 2·k·m + 2·m² + 3·m·n + 2·n² + n·p elements
///
/// The primal alone, as written: 2·k·n² + 4·m·n² + 2·m·n·p + 2·n³ + n².
///
/// Where an operand is repeated along an axis, the adjoint runs statement by statement.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn tikhonov_ad(
    a: &Array2<f64>,
    g: &Array2<f64>,
    b: &Array2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    g_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if b.nrows() == a.nrows() && g.ncols() == a.ncols() {
        let len_k = g.nrows() as f64;
        let len_m = a.nrows() as f64;
        let len_n = a.ncols() as f64;
        let len_p = b.ncols() as f64;
        match ad::cheapest(
            &[
                8.0 * len_k * len_n * len_p + 4.0 * len_m * len_n * len_p
                    + 1.0 * len_m * len_p + 4.0 * len_n * len_n * len_p,
                2.0 * len_k * len_n * len_n + 1.0 * len_m * len_n
                    + 6.0 * len_m * len_n * len_n + 1.0 * len_m * len_p
                    + 4.0 * len_n * len_n * len_p,
                8.0 * len_k * len_m * len_n + 7.0 * len_m * len_m * len_n
                    + 1.0 * len_m * len_n + 4.0 * len_m * len_n * len_n,
            ],
        ) {
            0 => {
                let v0 = ad::sym_mat_mul(&a.t(), a);
                let mut v1 = v0;
                ad::add_sym_mat_mul(&mut v1, &g.t(), g);
                let v2 = ad::mat_mul(&a.t(), b);
                let v3 = ad::definite(&v1);
                let out = ad::solve(&v3, &v2);
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("g_a", g_a.shape(), g.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve(&v3, out_a);
                let t1 = ad::mat_mul(a, &t0);
                ad::add_assign(b_a, &t1);
                let mut v4 = ad::copy(b);
                ad::sub_mat_mul(&mut v4, a, &out);
                ad::add_mat_mul(a_a, &v4, &t0.t());
                ad::sub_mat_mul(a_a, &t1, &out.t());
                let t2 = ad::mat_mul(g, &t0);
                let v5 = ad::mat_mul(g, &out);
                ad::sub_mat_mul(g_a, &t2, &out.t());
                ad::sub_mat_mul(g_a, &v5, &t0.t());
                ad::recycle!(v1, v2, v3, t0, t1, v4, t2, v5);
                out
            }
            1 => {
                let v0 = ad::sym_mat_mul(&a.t(), a);
                let mut v1 = v0;
                ad::add_sym_mat_mul(&mut v1, &g.t(), g);
                let v2 = ad::definite(&v1);
                let v3 = ad::solve(&v2, &a.t());
                let out = ad::mat_mul(&v3, b);
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("g_a", g_a.shape(), g.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v3.t(), out_a);
                ad::add_assign(b_a, &t0);
                let t1 = ad::solve_t(&v2, out_a);
                let t2 = ad::mat_mul(b, &t1.t());
                let t3 = ad::mat_mul(&t1, &out.t());
                let mut t4 = t3;
                ad::add_mat_mul(&mut t4, &v3, &t2);
                ad::add_assign(a_a, &t2);
                ad::sub_mat_mul(a_a, a, &t4);
                ad::sub_mat_mul(g_a, g, &t4);
                ad::recycle!(v1, v2, v3, t0, t1, t2, t4);
                out
            }
            _ => {
                let v0 = ad::sym_mat_mul(&a.t(), a);
                let mut v1 = v0;
                ad::add_sym_mat_mul(&mut v1, &g.t(), g);
                let v2 = ad::definite(&v1);
                let v3 = ad::solve(&v2, &a.t());
                let out = ad::mat_mul(&v3, b);
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("g_a", g_a.shape(), g.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                ad::add_mat_mul(b_a, &v3.t(), out_a);
                let t0 = ad::mat_mul(out_a, &b.t());
                let t1 = ad::solve(&v2, &t0);
                let t2 = ad::mat_mul(a, &t1);
                let v4 = ad::sym_mat_mul(a, &v3);
                ad::add_assign(a_a, &t1.t());
                ad::sub_mat_mul(a_a, &t2, &v3.t());
                ad::sub_mat_mul(a_a, &v4, &t1.t());
                let t3 = ad::mat_mul(g, &t1);
                let v5 = ad::mat_mul(g, &v3);
                ad::sub_mat_mul(g_a, &t3, &v3.t());
                ad::sub_mat_mul(g_a, &v5, &t1.t());
                ad::recycle!(v1, v2, v3, t0, t1, t2, v4, t3, v5);
                out
            }
        }
    } else {
        let v0 = ad::mat_mul(&a.t(), a);
        let v1 = ad::mat_mul(&g.t(), g);
        let v2 = ad::add(&v0, &v1);
        let v3 = ad::inv(&v2);
        let v4 = ad::mat_mul(&v3, &a.t());
        let out = ad::mat_mul(&v4, b);
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("g_a", g_a.shape(), g.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        let mut v4_a = ad::zeros_like(&v4);
        ad::add_mat_mul(b_a, &v4.t(), out_a);
        ad::add_mat_mul(&mut v4_a, out_a, &b.t());
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v3.t(), &v4_a);
        ad::add_mat_mul(&mut v3_a, &v4_a, a);
        let t0 = ad::mat_mul(&v3_a, &v3.t());
        ad::sub_mat_mul(&mut v2_a, &v3.t(), &t0);
        ad::add_assign(&mut v1_a, &v2_a);
        ad::add_assign(&mut v0_a, &v2_a);
        ad::add_mat_mul(g_a, g, &v1_a);
        ad::add_mat_mul(&mut ad::t_mut(g_a), &v1_a, &g.t());
        ad::add_mat_mul(a_a, a, &v0_a);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v0_a, &a.t());
        ad::recycle!(v0, v1, v2, v3, v4, t0, v0_a, v1_a, v2_a, v3_a, v4_a);
        out
    }
}
/// Tangent of [`tikhonov`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·k·n² + 12·m·n² + 6·m·n·p + 6·n³ + m·n + 5·n² + n·p.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn tikhonov_t(
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    g: &Array2<f64>,
    g_t: &::numpy2ad::__private::ArrayRef2<f64>,
    b: &Array2<f64>,
    b_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(&a.t(), a);
    let v1 = ad::mat_mul(&g.t(), g);
    let v2 = ad::add(&v0, &v1);
    let v3 = ad::inv(&v2);
    let v4 = ad::mat_mul(&v3, &a.t());
    let out = ad::mat_mul(&v4, b);
    let t0 = ad::mat_mul(&a_t.t(), a);
    let t1 = ad::mat_mul(&a.t(), a_t);
    let v5 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(&g_t.t(), g);
    let t3 = ad::mat_mul(&g.t(), g_t);
    let v6 = ad::add(&t2, &t3);
    let v7 = ad::add(&v5, &v6);
    let t4 = ad::mat_mul(&v3, &v7);
    let t5 = ad::mat_mul(&t4, &v3);
    let v8 = ad::map(&t5, |t5| -t5);
    let t6 = ad::mat_mul(&v8, &a.t());
    let t7 = ad::mat_mul(&v3, &a_t.t());
    let v9 = ad::add(&t6, &t7);
    let t8 = ad::mat_mul(&v9, b);
    let t9 = ad::mat_mul(&v4, b_t);
    let out_t = ad::add(&t8, &t9);
    ad::recycle!(
        v0, v1, v2, v3, v4, t0, t1, v5, t2, t3, v6, v7, t4, t5, v8, t6, t7, v9, t8, t9
    );
    (out, out_t)
}
