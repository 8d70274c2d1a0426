use ndarray::prelude::*;
use numpy2ad::linalg::{Inverse, LinalgError};
use numpy2ad::{Workspace, adjoint};

#[adjoint(workspace)]
pub fn solve(m: &Array2<f64>, y: &Array1<f64>) -> Result<f64, LinalgError> {
    let x = m.inv()?.dot(y);
    if x[0] > 0.0 { Ok(x.sum()) } else { Ok(0.0) }
}

/// Its calls are no errors of their own.
fn main() -> Result<(), LinalgError> {
    let (m, y) = (Array2::<f64>::eye(2), Array1::ones(2));
    let (mut m_a, mut y_a, mut x) = (Array2::zeros((2, 2)), Array1::zeros(2), 0.0);
    solve_ad(&m, &y, &mut m_a, &mut y_a, 1.0)?;
    solve_ad_into(&mut Workspace::new(), &m, &y, &mut m_a, &mut y_a, 1.0, &mut x)
}
