/// Adjoint of [`gen_tikhonov`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (n×k). To each of the following is **added** the derivative of
/// `⟨out_a, gen_tikhonov(a, p, q, b, x)⟩`:
///
/// - `a_a`, by `a` (m×n)
/// - `p_a`, by `p` (m×m)
/// - `q_a`, by `q` (n×n)
/// - `b_a`, by `b` (m×k)
/// - `x_a`, by `x` (n×k)
///
/// Two variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 4·k·m² + 12·k·m·n + 10·k·n² + 2·m²·n + 2·m·n² + 0.67·n³ + k·m + k·n; new arrays: 4·k·m + 4·k·n + m·n + n² elements
/// - 6·k·m·n + 12·k·n² + 6·m²·n + 6·m·n² + 0.67·n³ + k·n; new arrays: 4·k·n + 2·m·n + 2·n² elements
///
/// The primal alone, as written: 2·k·m·n + 4·k·n² + 4·m²·n + 2·m·n² + 2·n³ + k·n + n².
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
pub fn gen_tikhonov_ad(
    a: &Array2<f64>,
    p: &Array2<f64>,
    q: &Array2<f64>,
    b: &Array2<f64>,
    x: &Array2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    p_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    q_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if p.nrows() == a.nrows() && p.ncols() == a.nrows() && b.nrows() == a.nrows()
        && q.nrows() == a.ncols() && q.ncols() == a.ncols() && x.nrows() == a.ncols()
        && x.ncols() == b.ncols()
    {
        let len_k = b.ncols() as f64;
        let len_m = a.nrows() as f64;
        let len_n = a.ncols() as f64;
        match ad::cheapest(
            &[
                1.0 * len_k * len_m + 4.0 * len_k * len_m * len_m
                    + 6.0 * len_k * len_m * len_n,
                2.0 * len_k * len_n * len_n + 4.0 * len_m * len_m * len_n
                    + 4.0 * len_m * len_n * len_n,
            ],
        ) {
            0 => {
                let v0 = ad::mat_mul(&a.t(), p);
                let mut v1 = ad::copy(q);
                ad::add_mirrored_mat_mul(&mut v1, &v0, a, p);
                let v2 = ad::mat_mul(&v0, b);
                let mut v3 = v2;
                ad::add_mat_mul(&mut v3, q, x);
                let v4 = ad::factors_into(v1);
                let out = ad::solve(&v4, &v3);
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("p_a", p_a.shape(), p.shape());
                ad::check_shape("q_a", q_a.shape(), q.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve_t(&v4, out_a);
                ad::add_mat_mul(x_a, &q.t(), &t0);
                let t1 = ad::sub(&x.t(), &out.t());
                ad::add_mat_mul(q_a, &t0, &t1);
                let t2 = ad::mat_mul(&v0.t(), &t0);
                ad::add_assign(b_a, &t2);
                let mut v5 = ad::copy(&b.t());
                ad::sub_mat_mul(&mut v5, &out.t(), &a.t());
                let v6 = ad::mat_mul(p, &v5.t());
                ad::sub_mat_mul(a_a, &t2, &out.t());
                ad::add_mat_mul(a_a, &v6, &t0.t());
                let t3 = ad::mat_mul(a, &t0);
                ad::add_mat_mul(p_a, &t3, &v5);
                ad::recycle!(v0, v3, v4, t0, t1, t2, v5, v6, t3);
                out
            }
            _ => {
                let v0 = ad::mat_mul(&a.t(), p);
                let mut v1 = ad::copy(q);
                ad::add_mirrored_mat_mul(&mut v1, &v0, a, p);
                let v2 = ad::mat_mul(&v0, b);
                let mut v3 = v2;
                ad::add_mat_mul(&mut v3, q, x);
                let v4 = ad::factors_into(v1);
                let out = ad::solve(&v4, &v3);
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("p_a", p_a.shape(), p.shape());
                ad::check_shape("q_a", q_a.shape(), q.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve_t(&v4, out_a);
                ad::add_mat_mul(x_a, &q.t(), &t0);
                let t1 = ad::sub(&x.t(), &out.t());
                ad::add_mat_mul(q_a, &t0, &t1);
                ad::add_mat_mul(b_a, &v0.t(), &t0);
                let t2 = ad::mat_mul(&t0, &out.t());
                let t3 = ad::mat_mul(&t0, &b.t());
                let mut t4 = t3;
                ad::sub_mat_mul(&mut t4, &t2, &a.t());
                ad::sub_mat_mul(a_a, &v0.t(), &t2);
                ad::add_mat_mul(a_a, p, &t4.t());
                ad::add_mat_mul(p_a, a, &t4);
                ad::recycle!(v0, v3, v4, t0, t1, t2, t4);
                out
            }
        }
    } else {
        let v0 = ad::mat_mul(&a.t(), p);
        let v1 = ad::mat_mul(&v0, a);
        let v2 = ad::add(&v1, q);
        let v3 = ad::inv(&v2);
        let v4 = ad::mat_mul(&v0, b);
        let v5 = ad::mat_mul(q, x);
        let v6 = ad::add(&v4, &v5);
        let out = ad::mat_mul(&v3, &v6);
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("p_a", p_a.shape(), p.shape());
        ad::check_shape("q_a", q_a.shape(), q.shape());
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
        ad::add_mat_mul(&mut v6_a, &v3.t(), out_a);
        ad::add_mat_mul(&mut v3_a, out_a, &v6.t());
        ad::add_assign(&mut v5_a, &v6_a);
        ad::add_assign(&mut v4_a, &v6_a);
        ad::add_mat_mul(x_a, &q.t(), &v5_a);
        ad::add_mat_mul(q_a, &v5_a, &x.t());
        ad::add_mat_mul(b_a, &v0.t(), &v4_a);
        ad::add_mat_mul(&mut v0_a, &v4_a, &b.t());
        let t0 = ad::mat_mul(&v3_a, &v3.t());
        ad::sub_mat_mul(&mut v2_a, &v3.t(), &t0);
        ad::add_assign(q_a, &v2_a);
        ad::add_assign(&mut v1_a, &v2_a);
        ad::add_mat_mul(a_a, &v0.t(), &v1_a);
        ad::add_mat_mul(&mut v0_a, &v1_a, &a.t());
        ad::add_mat_mul(p_a, a, &v0_a);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v0_a, &p.t());
        ad::recycle!(
            v0, v1, v2, v3, v4, v5, v6, t0, v0_a, v1_a, v2_a, v3_a, v4_a, v5_a, v6_a
        );
        out
    }
}
/// Tangent of [`gen_tikhonov`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·k·m·n + 12·k·n² + 6·m²·n + 6·m·n² + 6·n³ + 5·k·n + m·n + 4·n².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn gen_tikhonov_t(
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    p: &Array2<f64>,
    p_t: &::numpy2ad::__private::ArrayRef2<f64>,
    q: &Array2<f64>,
    q_t: &::numpy2ad::__private::ArrayRef2<f64>,
    b: &Array2<f64>,
    b_t: &::numpy2ad::__private::ArrayRef2<f64>,
    x: &Array2<f64>,
    x_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(&a.t(), p);
    let v1 = ad::mat_mul(&v0, a);
    let v2 = ad::add(&v1, q);
    let v3 = ad::inv(&v2);
    let v4 = ad::mat_mul(&v0, b);
    let v5 = ad::mat_mul(q, x);
    let v6 = ad::add(&v4, &v5);
    let out = ad::mat_mul(&v3, &v6);
    let t0 = ad::mat_mul(&a_t.t(), p);
    let t1 = ad::mat_mul(&a.t(), p_t);
    let v7 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(&v7, a);
    let t3 = ad::mat_mul(&v0, a_t);
    let v8 = ad::add(&t2, &t3);
    let v9 = ad::add(&v8, q_t);
    let t4 = ad::mat_mul(&v3, &v9);
    let t5 = ad::mat_mul(&t4, &v3);
    let v10 = ad::map(&t5, |t5| -t5);
    let t6 = ad::mat_mul(&v7, b);
    let t7 = ad::mat_mul(&v0, b_t);
    let v11 = ad::add(&t6, &t7);
    let t8 = ad::mat_mul(q_t, x);
    let t9 = ad::mat_mul(q, x_t);
    let v12 = ad::add(&t8, &t9);
    let v13 = ad::add(&v11, &v12);
    let t10 = ad::mat_mul(&v10, &v6);
    let t11 = ad::mat_mul(&v3, &v13);
    let out_t = ad::add(&t10, &t11);
    ad::recycle!(
        v0, v1, v2, v3, v4, v5, v6, t0, t1, v7, t2, t3, v8, v9, t4, t5, v10, t6, t7, v11,
        t8, t9, v12, v13, t10, t11
    );
    (out, out_t)
}
