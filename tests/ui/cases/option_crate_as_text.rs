use numpy2ad::adjoint;

#[adjoint(crate = "numpy2ad")]
pub fn double(x: f64) -> f64 {
    x * 2.0
}

fn main() {}
