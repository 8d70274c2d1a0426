/// Adjoint of [`gls`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (n×k). To each of the following is **added** the derivative of
/// `⟨out_a, gls(x, m, y)⟩`:
///
/// - `x_a`, by `x` (m×n)
/// - `m_a`, by `m` (m×m)
/// - `y_a`, by `y` (m×k)
///
/// Four variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 4·k·m² + 10·k·m·n + 4·k·n² + 0.67·m³ + 2·m²·n + 2·m·n² + 0.67·n³ + k·m; new arrays: 3·k·m + 3·k·n + m² + m·n + n² elements
/// - 6·k·m·n + 0.67·m³ + 6·m²·n + 12·m·n² + 0.67·n³ + m·n; new arrays: k·n + m² + 6·m·n + 2·n² elements
/// - 6·k·m·n + 8·m³ + 10·m²·n + 6·m·n² + 0.67·n³; new arrays: k·n + 6·m² + 4·m·n + n² elements
/// - 8·k·m² + 10·k·m·n + 4·k·n² + 0.33·m³ + m²·n + m·n² + 0.33·n³ + 2·k·m; new arrays: 6·k·m + 3·k·n + m² + 2·n² elements; only where `m` is found symmetric
///
/// The primal alone, as written: 2·k·m·n + 2·m³ + 4·m²·n + 4·m·n² + 2·n³.
///
/// Where a matrix is found symmetric and positive definite, its factorisation takes half the flops.
/// Where a matrix is found symmetric, half of a product around it is computed.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn gls_ad(
    x: &Array2<f64>,
    m: &Array2<f64>,
    y: &Array2<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    m_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    y_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let len_k = y.ncols() as f64;
    let len_m = x.nrows() as f64;
    let len_n = x.ncols() as f64;
    let is_symmetric = ad::found_symmetric(m);
    match ad::cheapest(
        &[
            1.0 * len_k * len_m + 4.0 * len_k * len_m * len_m
                + 4.0 * len_k * len_m * len_n + 4.0 * len_k * len_n * len_n
                + 0.333333 * len_m * len_m * len_m + 1.0 * len_m * len_m * len_n
                + 1.0 * len_m * len_n * len_n + 0.333333 * len_n * len_n * len_n,
            0.333333 * len_m * len_m * len_m + 5.0 * len_m * len_m * len_n
                + 1.0 * len_m * len_n + 11.0 * len_m * len_n * len_n
                + 0.333333 * len_n * len_n * len_n,
            7.666667 * len_m * len_m * len_m + 9.0 * len_m * len_m * len_n
                + 5.0 * len_m * len_n * len_n + 0.333333 * len_n * len_n * len_n,
            if is_symmetric {
                2.0 * len_k * len_m + 8.0 * len_k * len_m * len_m
                    + 4.0 * len_k * len_m * len_n + 4.0 * len_k * len_n * len_n
            } else {
                f64::INFINITY
            },
        ],
    ) {
        0 => {
            let m_factors = ad::factors(m);
            let v0 = ad::solve_t(&m_factors, x);
            let v1 = ad::mirrored_mat_mul(&v0.t(), x, m);
            let v2 = ad::mat_mul(&v0.t(), y);
            let v3 = ad::factors_into(v1);
            let out = ad::solve(&v3, &v2);
            ad::check_shape("x_a", x_a.shape(), x.shape());
            ad::check_shape("m_a", m_a.shape(), m.shape());
            ad::check_shape("y_a", y_a.shape(), y.shape());
            ad::check_shape("out_a", out_a.shape(), out.shape());
            let t0 = ad::solve_t(&v3, out_a);
            let t1 = ad::mat_mul(&v0, &t0);
            ad::add_assign(y_a, &t1);
            let mut v4 = ad::copy(y);
            ad::sub_mat_mul(&mut v4, x, &out);
            let v5 = ad::solve(&m_factors, &v4);
            ad::add_mat_mul(x_a, &v5, &t0.t());
            ad::sub_mat_mul(x_a, &t1, &out.t());
            ad::sub_mat_mul(m_a, &t1, &v5.t());
            ad::recycle!(m_factors, v0, v2, v3, t0, t1, v4, v5);
            out
        }
        1 => {
            let m_factors = ad::factors(m);
            let v0 = ad::solve_t(&m_factors, x);
            let v1 = ad::mirrored_mat_mul(&v0.t(), x, m);
            let v2 = ad::factors_into(v1);
            let v3 = ad::solve(&v2, &v0.t());
            let out = ad::mat_mul(&v3, y);
            ad::check_shape("x_a", x_a.shape(), x.shape());
            ad::check_shape("m_a", m_a.shape(), m.shape());
            ad::check_shape("y_a", y_a.shape(), y.shape());
            ad::check_shape("out_a", out_a.shape(), out.shape());
            ad::add_mat_mul(y_a, &v3.t(), out_a);
            let t0 = ad::mat_mul(out_a, &y.t());
            let t1 = ad::solve_t(&v2, &t0);
            let t2 = ad::mat_mul(&t1, &v3.t());
            let mut t3 = ad::copy(&t1.t());
            ad::sub_mat_mul(&mut t3, x, &t2.t());
            let t4 = ad::solve(&m_factors, &t3);
            ad::add_assign(x_a, &t4);
            ad::sub_mat_mul(x_a, &v0, &t2);
            ad::sub_mat_mul(m_a, &v0, &t4.t());
            ad::recycle!(m_factors, v0, v2, v3, t0, t1, t2, t3, t4);
            out
        }
        2 => {
            let m_factors = ad::factors(m);
            let v0 = ad::solve_t(&m_factors, x);
            let v1 = ad::mirrored_mat_mul(&v0.t(), x, m);
            let v2 = ad::factors_into(v1);
            let v3 = ad::solve(&v2, &v0.t());
            let out = ad::mat_mul(&v3, y);
            ad::check_shape("x_a", x_a.shape(), x.shape());
            ad::check_shape("m_a", m_a.shape(), m.shape());
            ad::check_shape("y_a", y_a.shape(), y.shape());
            ad::check_shape("out_a", out_a.shape(), out.shape());
            ad::add_mat_mul(y_a, &v3.t(), out_a);
            let m_inv = ad::inv_of(&m_factors);
            let v4 = ad::mat_mul(x, &v3);
            let mut v5 = ad::copy(&m_inv);
            ad::sub_mat_mul(&mut v5, &m_inv, &v4);
            let t0 = ad::mat_mul(y, &out_a.t());
            let t1 = ad::solve_t(&v2, &t0.t());
            let t2 = ad::mat_mul(&v0, &t1);
            ad::add_mat_mul(x_a, &v5, &t1.t());
            ad::sub_mat_mul(x_a, &t2, &v3.t());
            let mut t3 = ad::copy(&t2);
            ad::sub_mat_mul(&mut t3, &t2, &v4.t());
            ad::sub_mat_mul(m_a, &t3, &m_inv.t());
            ad::recycle!(m_factors, v0, v2, v3, m_inv, v4, v5, t0, t1, t2, t3);
            out
        }
        _ => {
            let m_definite = ad::definite(m);
            let v0 = ad::inverse_gram(&m_definite, x);
            let v1 = ad::solve(&m_definite, y);
            let v2 = ad::mat_mul(&x.t(), &v1);
            let v3 = ad::definite(&v0);
            let out = ad::solve(&v3, &v2);
            ad::check_shape("x_a", x_a.shape(), x.shape());
            ad::check_shape("m_a", m_a.shape(), m.shape());
            ad::check_shape("y_a", y_a.shape(), y.shape());
            ad::check_shape("out_a", out_a.shape(), out.shape());
            let t0 = ad::solve(&v3, out_a);
            let t1 = ad::mat_mul(x, &t0);
            let t2 = ad::solve(&m_definite, &t1);
            ad::add_assign(y_a, &t2);
            let v4 = ad::mat_mul(x, &out);
            let v5 = ad::solve(&m_definite, &v4);
            let t3 = ad::sub(&v1, &v5);
            ad::add_mat_mul(x_a, &t3, &t0.t());
            ad::sub_mat_mul(x_a, &t2, &out.t());
            ad::sub_mat_mul(m_a, &t2, &t3.t());
            ad::recycle!(m_definite, v0, v1, v2, v3, t0, t1, t2, v4, v5, t3);
            out
        }
    }
}
/// Tangent of [`gls`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·k·m·n + 6·m³ + 12·m²·n + 12·m·n² + 6·n³ + k·n + m² + 3·m·n + 2·n².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn gls_t(
    x: &Array2<f64>,
    x_t: &::numpy2ad::__private::ArrayRef2<f64>,
    m: &Array2<f64>,
    m_t: &::numpy2ad::__private::ArrayRef2<f64>,
    y: &Array2<f64>,
    y_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let m_inv = ad::inv(m);
    let v0 = ad::mat_mul(&x.t(), &m_inv);
    let v1 = ad::mat_mul(&v0, x);
    let v2 = ad::inv(&v1);
    let v3 = ad::mat_mul(&v2, &x.t());
    let v4 = ad::mat_mul(&v3, &m_inv);
    let out = ad::mat_mul(&v4, y);
    let t0 = ad::mat_mul(&m_inv, m_t);
    let t1 = ad::mat_mul(&t0, &m_inv);
    let m_inv_t = ad::map(&t1, |t1| -t1);
    let t2 = ad::mat_mul(&x_t.t(), &m_inv);
    let t3 = ad::mat_mul(&x.t(), &m_inv_t);
    let v5 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&v5, x);
    let t5 = ad::mat_mul(&v0, x_t);
    let v6 = ad::add(&t4, &t5);
    let t6 = ad::mat_mul(&v2, &v6);
    let t7 = ad::mat_mul(&t6, &v2);
    let v7 = ad::map(&t7, |t7| -t7);
    let t8 = ad::mat_mul(&v7, &x.t());
    let t9 = ad::mat_mul(&v2, &x_t.t());
    let v8 = ad::add(&t8, &t9);
    let t10 = ad::mat_mul(&v8, &m_inv);
    let t11 = ad::mat_mul(&v3, &m_inv_t);
    let v9 = ad::add(&t10, &t11);
    let t12 = ad::mat_mul(&v9, y);
    let t13 = ad::mat_mul(&v4, y_t);
    let out_t = ad::add(&t12, &t13);
    ad::recycle!(
        m_inv, v0, v1, v2, v3, v4, t0, t1, m_inv_t, t2, t3, v5, t4, t5, v6, t6, t7, v7,
        t8, t9, v8, t10, t11, v9, t12, t13
    );
    (out, out_t)
}
