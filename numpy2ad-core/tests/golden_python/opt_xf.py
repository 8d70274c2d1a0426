import numpy as np
import scipy.linalg

def opt_xf_ad(W, A, b, x, W_a, A_a, b_a, x_a, out_a):
    v0 = W @ A.T
    v1 = A @ v0
    v2 = b - A @ x
    v1_factors = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v3 = scipy.linalg.lu_solve(v1_factors, v2, check_finite=False)
    out = v0 @ v3
    v4 = v0.T @ out_a
    v5 = scipy.linalg.lu_solve(v1_factors, v4, trans=1, check_finite=False)
    b_a += v5
    v6 = A.T @ v5
    x_a -= v6
    v7 = out_a - v6
    v8 = v7.T @ W
    A_a -= v5 @ (x + out).T
    A_a += v3 @ v8
    v9 = v3.T @ A
    W_a += v7 @ v9
    return (out, W_a, A_a, b_a, x_a)
