import numpy as np
import scipy.linalg

def opt_xf_ad(W, A, b, x, W_a, A_a, b_a, x_a, out_a):
    v0 = W @ A.T
    v1 = A @ v0
    v2 = b - A @ x
    v1_lu = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v3 = scipy.linalg.lu_solve(v1_lu, v2, check_finite=False)
    out = v0 @ v3
    v4 = v0.T @ out_a
    v5 = scipy.linalg.lu_solve(v1_lu, v4, trans=1, check_finite=False)
    b_a += v5
    x_a -= A.T @ v5
    v6 = out_a.T - v5.T @ A
    v7 = v6 @ W
    A_a -= v5 @ (x + out).T
    A_a += v3 @ v7
    v8 = v3.T @ A
    W_a += v6.T @ v8
    return (out, W_a, A_a, b_a, x_a)
