import numpy as np
import scipy.linalg

def opt_b_ad(W, A, x, c, W_a, A_a, x_a, c_a, out_a):
    v0 = W @ A.T
    v1 = A @ v0
    v2 = A @ x
    v1_factors = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v3 = scipy.linalg.lu_solve(v1_factors, v2, check_finite=False)
    v4 = A.T @ v3
    v5 = v4 - c
    out = W @ v5
    v6 = v0.T @ out_a
    v7 = scipy.linalg.lu_solve(v1_factors, v6, trans=1, check_finite=False)
    v8 = A.T @ v7
    W_a += out_a @ v5.T
    W_a -= v8 @ v4.T
    c_a -= W.T @ out_a
    x_a += v8
    v9 = x.T - v3.T @ v0.T
    v10 = (out_a - v8).T @ W
    A_a += v7 @ v9
    A_a += v3 @ v10
    return (out, W_a, A_a, x_a, c_a)
