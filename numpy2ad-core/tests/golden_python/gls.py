import numpy as np
import scipy.linalg

def gls_ad(X, M, y, X_a, M_a, y_a, out_a):
    M_lu = scipy.linalg.lu_factor(M, check_finite=False)
    if 0 in np.diag(M_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v0 = scipy.linalg.lu_solve(M_lu, X, check_finite=False)
    v1 = X.T @ v0
    v2 = scipy.linalg.lu_solve(M_lu, y, check_finite=False)
    v3 = X.T @ v2
    v1_lu = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    out = scipy.linalg.lu_solve(v1_lu, v3, check_finite=False)
    v4 = scipy.linalg.lu_solve(v1_lu, out_a, trans=1, check_finite=False)
    v5 = X @ v4
    v6 = scipy.linalg.lu_solve(M_lu, v5, trans=1, check_finite=False)
    y_a += v6
    v7 = v2 - v0 @ out
    X_a += v7 @ v4.T
    X_a -= v6 @ out.T
    M_a -= v6 @ v7.T
    return (out, X_a, M_a, y_a)
