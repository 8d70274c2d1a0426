use numpy2ad::adjoint;

#[adjoint(optimise = false)]
pub fn double(x: f64) -> f64 {
    x * 2.0
}

fn main() {}
