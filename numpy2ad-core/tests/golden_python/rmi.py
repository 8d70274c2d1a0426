import numpy as np
import scipy.linalg

def rmi_ad(S, A, I, X, S_a, A_a, I_a, X_a, out_a):
    v0 = A @ S
    v1 = S.T @ v0
    v1_lu = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v2 = scipy.linalg.lu_solve(v1_lu, S.T, check_finite=False)
    v3 = S @ v2
    v4 = v2 @ A
    v5 = I - S @ v4
    v6 = I - v0 @ v2
    v7 = X @ v6
    out = v3 + v5 @ v7
    v8 = v5.T @ out_a
    v9 = X.T @ v8
    v10 = out_a @ v7.T
    I_a += v9 + v10
    v11 = out_a - A.T @ v9
    P_a = v11 - v10 @ A.T
    v12 = S.T @ P_a
    v13 = v12 @ v2.T
    v14 = -v2
    v15 = v9 @ v14.T
    v16 = v15 - v2.T @ v13
    v17 = S.T @ v10
    A_a += v16 @ S.T
    A_a -= v2.T @ v17
    X_a += v8 @ v6.T
    v18 = v12.T - v0 @ v13.T
    v19 = scipy.linalg.lu_solve(v1_lu, v18.T, trans=1, check_finite=False)
    S_a += v19.T
    S_a += P_a @ v2.T
    S_a -= v4.T @ v13
    return (out, S_a, A_a, I_a, X_a)
