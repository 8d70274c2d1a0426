use numpy2ad::adjoint;

#[adjoint]
pub fn nothing(s: f64) -> f64 {
    let t = s * s;
    if t > 1.0 {
        let _ = t;
    }
    t
}

fn main() {}
