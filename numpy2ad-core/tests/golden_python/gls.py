import numpy as np
import scipy.linalg

def gls_ad(X, M, y, X_a, M_a, y_a, out_a):
    M_factors = scipy.linalg.lu_factor(M, check_finite=False)
    if 0 in np.diag(M_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v0 = scipy.linalg.lu_solve(M_factors, X, trans=1, check_finite=False)
    v1 = v0.T @ X
    v2 = v0.T @ y
    v1_factors = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    out = scipy.linalg.lu_solve(v1_factors, v2, check_finite=False)
    v3 = scipy.linalg.lu_solve(v1_factors, out_a, trans=1, check_finite=False)
    v4 = v0 @ v3
    y_a += v4
    v5 = y - X @ out
    v6 = scipy.linalg.lu_solve(M_factors, v5, check_finite=False)
    X_a += v6 @ v3.T
    X_a -= v4 @ out.T
    M_a -= v4 @ v6.T
    return (out, X_a, M_a, y_a)
