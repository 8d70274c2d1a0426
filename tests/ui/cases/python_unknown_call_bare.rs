use numpy2ad::numpy2ad;

const TEXT: &str = numpy2ad!(D = np.linalg.eig(A) @ B);

fn main() {}
