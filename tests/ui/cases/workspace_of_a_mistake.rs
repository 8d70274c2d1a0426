use ndarray::prelude::*;
use numpy2ad::linalg::inv;
use numpy2ad::{Workspace, adjoint};

#[adjoint(workspace)]
pub fn solve(m: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {
    let mut x = inv(m).dot(y);
    x += y;
    x
}

/// Its calls are no errors of their own.
fn main() {
    let (m, y) = (Array2::<f64>::eye(2), Array1::ones(2));
    let (mut m_a, mut y_a, mut x) = (Array2::zeros((2, 2)), Array1::zeros(2), Array1::zeros(2));
    solve_ad(&m, &y, &mut m_a, &mut y_a, &y);
    solve_ad_into(&mut Workspace::new(), &m, &y, &mut m_a, &mut y_a, &y, &mut x);
}
