use ndarray::prelude::*;
use numpy2ad::adjoint;

#[adjoint]
pub fn product(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    a.dot(b)
}

fn main() {
    let a = Array2::<f64>::eye(2);
    let mut a_a = Array2::<f64>::zeros((2, 2));
    product_ad(&a, &a, &mut a_a, &mut a_a, &a);
}
