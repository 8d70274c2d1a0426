use numpy2ad::numpy2ad;

const TEXT: &str = numpy2ad!(A = A @ B);

fn main() {}
