use numpy2ad::adjoint;

#[adjoint]
pub fn sign(a: f64, b: f64) -> f64 {
    let _positive = a > b;
    a * b
}

fn main() {}
