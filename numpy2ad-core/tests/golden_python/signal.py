import numpy as np
import scipy.linalg

def signal_ad(A, B, R, L, y, A_a, B_a, R_a, L_a, y_a, out_a):
    A_factors = scipy.linalg.lu_factor(A, check_finite=False)
    if 0 in np.diag(A_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v0 = scipy.linalg.lu_solve(A_factors, B.T, trans=1, check_finite=False)
    v1 = v0 @ v0.T
    v2 = L @ R
    v3 = v1 + R.T @ v2
    v4 = v1 @ y
    v3_factors = scipy.linalg.lu_factor(v3, check_finite=False)
    if 0 in np.diag(v3_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    out = scipy.linalg.lu_solve(v3_factors, v4, check_finite=False)
    v5 = scipy.linalg.lu_solve(v3_factors, out_a, trans=1, check_finite=False)
    v6 = v1 @ v5
    y_a += v6
    v7 = v0.T @ v5
    v8 = y - out
    v9 = scipy.linalg.lu_solve(A_factors, v8, check_finite=False)
    v10 = v0.T @ v8
    v11 = scipy.linalg.lu_solve(A_factors, v5, check_finite=False)
    B_a += v7 @ v9.T
    B_a += v10 @ v11.T
    v12 = R @ v5
    v13 = L.T @ v12
    v14 = v2 @ out
    R_a -= v13 @ out.T
    R_a -= v14 @ v5.T
    v15 = out.T @ R.T
    L_a -= v12 @ v15
    v16 = v4 - v1 @ out
    A_a -= v16 @ v11.T
    A_a -= v6 @ v9.T
    return (out, A_a, B_a, R_a, L_a, y_a)
