import numpy as np
import scipy.linalg

def rmi2_ad(W, S, A, I, X, W_a, S_a, A_a, I_a, X_a, out_a):
    v0 = S.T @ A
    v1 = W @ v0.T
    v2 = v0 @ v1
    v3 = I - A @ X
    v4 = S.T @ v3
    v2_factors = scipy.linalg.lu_factor(v2, check_finite=False)
    if 0 in np.diag(v2_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v5 = scipy.linalg.lu_solve(v2_factors, v4, check_finite=False)
    out = X + v1 @ v5
    v6 = v1.T @ out_a
    v7 = scipy.linalg.lu_solve(v2_factors, v6, trans=1, check_finite=False)
    X_a += out_a
    X_a -= v0.T @ v7
    v8 = S @ v7
    I_a += v8
    v9 = out_a.T - v7.T @ v0
    v10 = S @ v5
    v11 = v9 @ W
    A_a -= v8 @ out.T
    A_a += v10 @ v11
    v12 = v5.T @ v0
    W_a += v9.T @ v12
    v13 = v1 @ v5
    v14 = v3 - A @ v13
    v15 = A @ v11.T
    S_a += v14 @ v7.T
    S_a += v15 @ v5.T
    return (out, W_a, S_a, A_a, I_a, X_a)
