use numpy2ad::adjoint;

#[adjoint]
pub fn power(a: f64, p: f64) -> f64 {
    a.powf(p)
}

fn main() {}
