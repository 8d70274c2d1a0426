import numpy as np
import scipy.linalg

def rmi2_ad(W, S, A, I, X, W_a, S_a, A_a, I_a, X_a, out_a):
    v0 = S.T @ A
    v1 = W @ v0.T
    v2 = v0 @ v1
    v3 = I - A @ X
    v4 = S.T @ v3
    v2_lu = scipy.linalg.lu_factor(v2, check_finite=False)
    if 0 in np.diag(v2_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v5 = scipy.linalg.lu_solve(v2_lu, v4, check_finite=False)
    v6 = v1 @ v5
    out = X + v6
    v7 = v1.T @ out_a
    v8 = scipy.linalg.lu_solve(v2_lu, v7, trans=1, check_finite=False)
    v9 = v0.T @ v8
    v10 = out_a - v9
    X_a += v10
    v11 = S @ v8
    I_a += v11
    v12 = S @ v5
    v13 = v10.T @ W
    A_a += v11 @ (-out).T
    A_a += v12 @ v13
    v14 = v5.T @ v0
    W_a += v10 @ v14
    v15 = v3 - A @ v6
    v16 = A @ v13.T
    S_a += v15 @ v8.T
    S_a += v16 @ v5.T
    return (out, W_a, S_a, A_a, I_a, X_a)
