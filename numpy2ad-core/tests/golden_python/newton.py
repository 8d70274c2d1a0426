import numpy as np
import scipy.linalg

def newton_ad(B, I, A, W, J, B_a, I_a, A_a, W_a, J_a, out_a):
    v0 = W.T @ A
    v1 = v0 @ B
    v2 = J + v1 @ v0.T
    v2_factors = scipy.linalg.lu_factor(v2, check_finite=False)
    if 0 in np.diag(v2_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v3 = scipy.linalg.lu_solve(v2_factors, v1, check_finite=False)
    v4 = I - v0.T @ v3
    out = B @ v4
    v5 = B.T @ out_a
    v6 = v0 @ v5
    v7 = scipy.linalg.lu_solve(v2_factors, v6, trans=1, check_finite=False)
    v8 = v7 @ v3.T
    v9 = -v7 + v8 @ v0
    B_a += out_a @ v4.T
    B_a += v0.T @ v9
    I_a += v5
    J_a += v8
    v10 = v9 @ B.T
    v11 = v10 - v3 @ v5.T
    v12 = v11 + v8.T @ v1
    A_a += W @ v12
    W_a += A @ v12.T
    return (out, B_a, I_a, A_a, W_a, J_a)
