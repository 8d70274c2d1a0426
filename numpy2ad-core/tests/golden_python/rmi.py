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
    v4 = I - v3 @ A
    v5 = I - A @ v3
    v6 = X @ v5
    out = v3 + v4 @ v6
    v7 = v4.T @ out_a
    v8 = X.T @ v7
    v9 = out_a @ v6.T
    I_a += v8 + v9
    v10 = out_a - A.T @ v8
    P_a = v10 - v9 @ A.T
    v11 = -v8 - v3.T @ P_a
    A_a += v11 @ v3.T
    A_a -= v3.T @ v9
    X_a += v7 @ v5.T
    v12 = P_a.T @ S
    v13 = v3 @ v12
    v14 = v12 - A @ v13
    v15 = scipy.linalg.lu_solve(v1_lu, v14.T, trans=1, check_finite=False)
    v16 = A.T @ v2.T
    v17 = P_a - v16 @ v12.T
    S_a += v15.T
    S_a += v17 @ v2.T
    return (out, S_a, A_a, I_a, X_a)
