use ndarray::{concatenate, prelude::*, stack};
use numpy2ad::{adjoint, elementwise::{atan2, hypot, maximum, minimum, pow}, linalg::{Norm, cholesky, det, eigh, eigvalsh, kron, ln_det, matrix_power, outer, pinv, qr, sln_det, solve, solve_lower, solve_upper, svd, trace}};

#[adjoint]
pub fn kernel(x: &Array2<f64>, theta: &Array1<f64>) -> Array2<f64> {
    let z = x / theta.slice(s![..2]).exp();
    let s = (&z * &z).sum_axis(Axis(1));
    let d = &s.view().insert_axis(Axis(1)) + &s.view().insert_axis(Axis(0))
        - 2.0 * z.dot(&z.t());
    (-0.5 * &d).exp() * theta[2].exp() + theta[3].exp() * Array2::<f64>::eye(x.nrows())
}

#[adjoint]
pub fn parts(
    x: &Array2<f64>,
    y: &Array1<f64>,
    theta: &Array1<f64>,
) -> (Array1<f64>, f64, Array2<f64>) {
    let k = kernel(x, theta);
    let l = cholesky(&k);
    let a = solve_lower(&l, y);
    let out1 = l.diag().ln().sum();
    (a, out1, k)
}

#[adjoint]
pub fn nll(x: &Array2<f64>, y: &Array1<f64>, theta: &Array1<f64>) -> f64 {
    let (a, half, _) = parts(x, y, theta);
    (0.5 * &a).dot(&a) + half
}

#[adjoint]
pub fn flat(x: &Array2<f64>, y: &Array1<f64>, theta: &Array1<f64>) -> f64 {
    let (a, half, k) = parts(x, y, theta);
    half
        * k
            .mapv(|x_1| {
                if x_1 > 0.0 { 1.0 } else if x_1 < 0.0 { -1.0 } else { 0.0 * x_1 }
            })
            .sum() * a.len() as f64
}

#[adjoint]
pub fn gain(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> {
    let s = h.dot(p).dot(&h.t()) + r;
    solve(&s, &h.dot(p)).t().to_owned()
}

#[adjoint]
pub fn step(
    x: &Array1<f64>,
    p: &Array2<f64>,
    h: &Array2<f64>,
    r_1: &Array2<f64>,
    z: &Array1<f64>,
) -> (Array1<f64>, Array2<f64>) {
    let k = gain(p, h, r_1);
    let r = z - h.dot(x);
    (x + k.dot(&r), (Array2::<f64>::eye(p.nrows()) - k.dot(h)).dot(p))
}

#[adjoint]
pub fn two(
    x: &Array1<f64>,
    p: &Array2<f64>,
    h: &Array2<f64>,
    r: &Array2<f64>,
    z: &Array1<f64>,
) -> f64 {
    let (x1, p1) = step(x, p, h, r, z);
    let (x2, p2) = step(&x1, &p1, h, r, z);
    x2.dot(&x2) + trace(&p2)
}

#[adjoint]
pub fn spectrum(a: &Array2<f64>) -> f64 {
    let s_1 = a.dot(&a.t()) + Array2::<f64>::eye(a.nrows());
    let (w, v) = eigh(&s_1);
    let (_u, s, _vt) = svd(a);
    let (_q, r) = qr(a);
    let (sign, ln) = sln_det(&s_1);
    w.ln().sum() - ln + s.powi(3).sum() + (&v * &w).dot(&v.t()).sum()
        + r.diag().abs().sum() + sign
}

#[adjoint]
pub fn statistics(a: &Array2<f64>, x: &Array1<f64>, s: f64) -> f64 {
    let c = a - a.mean_axis(Axis(0)).unwrap();
    let v = a.var_axis(Axis(0), 1.0);
    let z = c.mapv(|x_1| if x_1 > s { x_1 * s } else { x_1.tanh() });
    let n = x.norm_l2() + a.norm_l2();
    (&z / (&v + 1.0).sqrt()).sum() * n
}

#[adjoint]
pub fn shapes(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    let b = concatenate![Axis(0), *a, &a.slice(s![..;-1, ..]) * 2.0];
    let c = b.to_shape((b.len() / a.ncols(), a.ncols())).unwrap().into_owned();
    let d = outer(x, x) + Array2::from_diag(x)
        + kron(&Array2::<f64>::eye(2), &Array2::<f64>::ones((2, 2)))
            .tril(0)
            .slice(s![..4, ..4]);
    c.dot(&c.t()).sum() + x.dot(&d).dot(x) + stack![Axis(0), *x, x * x].sum()
}

#[adjoint]
pub fn elements(a: &Array2<f64>, x: &Array1<f64>, i: i32) -> f64 {
    let n = x.len();
    let v0 = a.dot(x);
    x[0] * x[x.len() - 1] + x[i as usize] * a[[i as usize, a.ncols() - 2]]
        + v0[v0.len() - 1] + x[n - 1] + a.t()[[1, 0]] + n as f64 * x[x.len() - 2]
}

#[adjoint]
pub fn parts_of(a: &Array2<f64>, x: &Array1<f64>, i: i32) -> f64 {
    let m = a.nrows();
    let n = a.ncols();
    let b = a.slice(s![1.., ..-1]);
    let c = a.t().slice(s![..;-1, ..]).slice(s![..n, ..]).to_owned();
    let r = &a.slice(s![-1, ..]) + &a.slice(s![i, ..]) * &a.column(0)
        + a.slice(s![i.., 0]).slice(s![..1]);
    b.slice(s![..2, ..]).sum() + m as f64 * c.sum() + r.sum()
        + x.slice(s![i as isize..n as isize]).sum() + x.slice(s![-2..]).sum()
        + x.slice(s![m as isize - 2..]).sum() + x.slice(s![1..3]).dot(&x.slice(s![..2]))
}

#[adjoint]
pub fn lengths(a: &Array2<f64>, n: i32) -> f64 {
    let h = 2;
    let z = Array2::<f64>::zeros((n as usize, h)) + Array1::<f64>::ones(h)
        + Array2::<f64>::from_elem((n as usize, h), 0.5);
    let k = n as f64 + 1.0;
    Array2::<f64>::eye(n as usize + 1).slice(s![..n, ..n]).dot(&z).sum()
        + Array1::<f64>::linspace(0.0, 1.0, n as usize + 1).sum() + h as f64 * a.sum()
        + z.column(0).norm_l1() + k
}

#[adjoint]
pub fn reshaped(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    let v0 = a.exp();
    let y = v0.to_shape(v0.len()).unwrap().into_owned();
    let v1 = a * 2.0;
    v1.to_shape((1, v1.len())).unwrap().into_owned().dot(&y) + a.flatten().dot(&y)
        + (x.to_shape((x.len(), 1)).unwrap().into_owned() * x).sum()
}

#[adjoint]
pub fn chosen(a: &Array2<f64>, x: &Array1<f64>, s: f64, t: f64, n: i32) -> f64 {
    let v0 = x.sum();
    let v1 = s.clamp(0.0, 1.0);
    let c = a
        .mapv(|x_1| {
            if x_1 > v0 {
                x_1.powi(2)
            } else if x_1 < -1.0 {
                -1.0
            } else {
                n as f64 * x_1.powi(n) + v1
            }
        });
    let e = x.mapv(|x_1| if x_1 > 0.2 { x_1.exp() } else { 0.0 });
    let v2 = x.sum();
    let u = (if s > t { s * t } else { v2 }) + (if (n as f64) > s { 1.0 } else { 0.0 })
        + (if s > 0.0 { 1.0_f64 } else { 2.0_f64 }).exp();
    let v3 = s * t;
    c.sum() + e.sum()
        + u * (if v3 > 0.0 { 1.0 } else if v3 < 0.0 { -1.0 } else { 0.0 * v3 })
        + (a
            .t()
            .mapv(|x_1| {
                if x_1 > 0.0 { 1.0 } else if x_1 < 0.0 { -1.0 } else { 0.0 * x_1 }
            }) * x)
            .sum() + x.mapv(|x_1| if s > 0.0 { x_1 * x_1 } else { x_1 }).sum()
}

#[adjoint]
pub fn pairs_of(a: &Array2<f64>, x: &Array1<f64>, s: f64) -> f64 {
    let v0 = a * 2.0;
    let b = maximum(&v0, &x.broadcast(v0.raw_dim()).unwrap())
        + minimum(&x.broadcast(a.raw_dim()).unwrap(), a)
        + hypot(a, &x.broadcast(a.raw_dim()).unwrap())
        + atan2(&x.broadcast(a.raw_dim()).unwrap(), a);
    let v1 = a.abs();
    b.sum() + x.mapv(|x_1| x_1.max(s)).sum()
        + pow(&x.broadcast(v1.raw_dim()).unwrap(), &v1).sum()
}

#[adjoint]
pub fn normalised(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    let b = a / (a * a).sum_axis(Axis(1)).insert_axis(Axis(1));
    let c = (&b - b.mean().unwrap()) / b.std_axis(Axis(1), 1.0).insert_axis(Axis(1));
    (&c * x).sum() + (x * x).mean().unwrap() + x.product()
        + a.product_axis(Axis(0)).sum() + a.var(0.0)
}

#[adjoint]
pub fn later(a: &Array2<f64>, x: &Array1<f64>, n: i32) -> (Array2<f64>, f64) {
    (
        a.tril(n as isize - 2) + a.triu(-1) + Array2::from_diag(&a.diag())
            + matrix_power(a, n),
        x.dot(x),
    )
}

#[adjoint]
pub fn last(a: &Array2<f64>, x: &Array1<f64>, s: f64, k: i32) -> f64 {
    let (lower, _) = later(&a.t().to_owned(), &x.slice(s![..2]).to_owned(), k);
    lower.sum() * s + trace(a).powi(k)
}

#[adjoint]
pub fn uses_last(a: &Array2<f64>, x: &Array1<f64>, n: i32) -> (f64, Array2<f64>, f64) {
    let step = last(a, x, 0.5, n) + last(a, x, 2.0, 2);
    let (lower, m) = later(a, x, x.len() as i32);
    let (_, w) = later(&a.dot(a), &(x * 2.0), n);
    (step * lower.triu(1).sum() * m * w, lower.t().to_owned(), m)
}

#[adjoint]
pub fn solved(a: &Array2<f64>, b: &Array1<f64>, b_1: &Array2<f64>) -> f64 {
    let x = pinv(b_1).dot(b);
    let (_u, s, _vt) = svd(b_1);
    let ln = ln_det(a);
    let w = eigvalsh(&a.dot(&a.t()));
    let v = eigh(&a.t().dot(a)).1;
    let l = cholesky(&(a.dot(&a.t()) + Array2::<f64>::eye(a.nrows())));
    let y = solve_upper(&l.t(), b);
    x.dot(&x) + s.sum() + ln + w.sum() + (&v * &v).sum() + y.dot(b) + a.norm_l2()
        + det(a)
}

#[adjoint]
pub fn stacked(x: &Array1<f64>, y: &Array1<f64>, a: &Array2<f64>) -> f64 {
    let b = stack![Axis(0), *x, y * 2.0, a.row(0)];
    let c = concatenate![Axis(1), a.t(), b.t()];
    let d = stack![Axis(1), *x, *y];
    let z = concatenate![Axis(0), *x, a.column(0), Array1::<f64>::zeros(2)];
    let e = x.broadcast((2, x.len())).unwrap();
    c.powi(2).sum() + d.dot(&e).sum() + z.dot(&z)
}
