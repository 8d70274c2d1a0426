import numpy as np
import scipy.linalg

def signal_ad(A, B, R, L, y, A_a, B_a, R_a, L_a, y_a, out_a):
    A_lu = scipy.linalg.lu_factor(A, check_finite=False)
    if 0 in np.diag(A_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v0 = scipy.linalg.lu_solve(A_lu, B.T, trans=1, check_finite=False)
    v1 = v0 @ v0.T
    v2 = L @ R
    v3 = v1 + R.T @ v2
    v4 = v1 @ y
    v3_lu = scipy.linalg.lu_factor(v3, check_finite=False)
    if 0 in np.diag(v3_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    out = scipy.linalg.lu_solve(v3_lu, v4, check_finite=False)
    v5 = scipy.linalg.lu_solve(v3_lu, out_a, trans=1, check_finite=False)
    y_a += v1 @ v5
    v6 = v0.T @ v5
    v7 = scipy.linalg.lu_solve(A_lu, y - out, check_finite=False)
    v8 = B @ v7
    v9 = scipy.linalg.lu_solve(A_lu, v5, check_finite=False)
    B_a += v6 @ v7.T
    B_a += v8 @ v9.T
    v10 = R @ v5
    v11 = L.T @ v10
    v12 = v2 @ out
    R_a -= v11 @ out.T
    R_a -= v12 @ v5.T
    v13 = out.T @ R.T
    L_a -= v10 @ v13
    v14 = v4 - v1 @ out
    v15 = v0 @ v6
    A_a -= v14 @ v9.T
    A_a -= v15 @ v7.T
    return (out, A_a, B_a, R_a, L_a, y_a)
