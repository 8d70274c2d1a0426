import numpy as np
import scipy.linalg

def rmi_ad(S, A, I, X, S_a, A_a, I_a, X_a, out_a):
    v0 = A @ S
    v1 = S.T @ v0
    v1_factors = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v2 = scipy.linalg.lu_solve(v1_factors, S.T, check_finite=False)
    v3 = v2 @ A
    v4 = I - S @ v3
    v5 = I - v0 @ v2
    v6 = X @ v5
    v7 = S @ v2
    out = v7 + v4 @ v6
    v8 = out_a @ v6.T
    v9 = v4.T @ out_a
    v10 = X.T @ v9
    v11 = S.T @ v8
    v12 = S.T @ out_a
    v13 = v12 - v0.T @ v10
    v14 = v13 - v11 @ A.T
    v15 = scipy.linalg.lu_solve(v1_factors, v14, trans=1, check_finite=False)
    v16 = v2 @ v15.T
    v17 = -v2
    v18 = v10 @ v17.T
    v19 = v18 - S @ v16.T
    S_a += v15.T
    S_a += out_a @ v2.T
    S_a -= v8 @ v3.T
    S_a -= v0 @ v16
    S_a += A.T @ v19
    X_a += v9 @ v5.T
    I_a += v10 + v8
    A_a -= v2.T @ v11
    A_a += v19 @ S.T
    return (out, S_a, A_a, I_a, X_a)
