import numpy as np
import scipy.linalg

def lmmse_ad(CX, A, CZ, y, x, CX_a, A_a, CZ_a, y_a, x_a, out_a):
    v0 = CX @ A.T
    v1 = CZ + A @ v0
    v2 = y - A @ x
    v1_factors = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v3 = scipy.linalg.lu_solve(v1_factors, v2, check_finite=False)
    out = x + v0 @ v3
    v4 = v0.T @ out_a
    v5 = scipy.linalg.lu_solve(v1_factors, v4, trans=1, check_finite=False)
    v6 = A.T @ v5
    v7 = out_a - v6
    x_a += v7
    y_a += v5
    v8 = v7.T @ CX
    A_a -= v5 @ out.T
    A_a += v3 @ v8
    CZ_a -= v5 @ v3.T
    v9 = v3.T @ A
    CX_a += v7 @ v9
    return (out, CX_a, A_a, CZ_a, y_a, x_a)
