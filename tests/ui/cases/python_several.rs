use numpy2ad::numpy2ad;

const TEXT: &str = numpy2ad! {
    def f(A, B):
        C = np.eig(A)
        D = A % B
        return C @ D
};

fn main() {}
