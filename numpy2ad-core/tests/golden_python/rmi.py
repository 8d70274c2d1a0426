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
    v10 = A.T @ v8
    v11 = v9 @ A.T
    P_a = out_a - v10 - v11
    v12 = v3.T @ P_a
    A_a -= (v8 + v12) @ v3.T
    A_a -= v3.T @ v9
    X_a += v7 @ v5.T
    v13 = v3 @ P_a.T
    v14 = P_a.T - A @ v13
    v15 = scipy.linalg.lu_solve(v1_lu, S.T, trans=1, check_finite=False)
    v16 = P_a - A.T @ v12
    S_a += v14 @ v15.T
    S_a += v16 @ v2.T
    return (out, S_a, A_a, I_a, X_a)
