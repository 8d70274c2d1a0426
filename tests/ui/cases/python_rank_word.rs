use numpy2ad::numpy2ad;

const TEXT: &str = numpy2ad!("y = A @ x", x: tensor);

fn main() {}
