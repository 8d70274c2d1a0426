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
    v6 = v1 @ v5
    y_a += v6
    v7 = v0.T @ v5
    v8 = scipy.linalg.lu_solve(A_lu, (y.T - out.T).T, check_finite=False)
    v9 = v0.T @ (y - out)
    v10 = scipy.linalg.lu_solve(A_lu, v5, check_finite=False)
    B_a += v7 @ v8.T
    B_a += v9 @ v10.T
    v11 = R @ v5
    v12 = L.T @ v11
    v13 = v2 @ out
    R_a -= v12 @ out.T
    R_a -= v13 @ v5.T
    v14 = out.T @ R.T
    L_a -= v11 @ v14
    v15 = v0 @ v9
    A_a -= v6 @ v8.T
    A_a -= v15 @ v10.T
    return (out, A_a, B_a, R_a, L_a, y_a)
