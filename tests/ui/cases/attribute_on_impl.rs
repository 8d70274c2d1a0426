use numpy2ad::adjoint;

pub struct Model;

#[adjoint]
impl Model {
    pub fn double(x: f64) -> f64 {
        x * 2.0
    }
}

fn main() {}
