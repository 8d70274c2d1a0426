import numpy as np
import scipy.linalg

def rmi2_ad(W, S, A, I, X, W_a, S_a, A_a, I_a, X_a, out_a):
    v0 = A.T @ S
    v1 = W @ v0
    v2 = A @ v1
    v3 = S.T @ v2
    v4 = I - A @ X
    v5 = S.T @ v4
    v3_lu = scipy.linalg.lu_factor(v3, check_finite=False)
    if 0 in np.diag(v3_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v6 = scipy.linalg.lu_solve(v3_lu, v5, check_finite=False)
    out = X + v1 @ v6
    v7 = v1.T @ out_a
    v8 = scipy.linalg.lu_solve(v3_lu, v7, trans=1, check_finite=False)
    X_a += out_a
    X_a -= v0 @ v8
    v9 = S @ v8
    I_a += v9
    v10 = out_a.T - v8.T @ v0.T
    v11 = S @ v6
    v12 = v10 @ W
    A_a -= v9 @ out.T
    A_a += v11 @ v12
    v13 = v6.T @ v0.T
    W_a += v10.T @ v13
    v14 = v4 - v2 @ v6
    v15 = A @ v12.T
    S_a += v14 @ v8.T
    S_a += v15 @ v6.T
    return (out, W_a, S_a, A_a, I_a, X_a)
