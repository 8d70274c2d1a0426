import numpy as np
import scipy.linalg

def lmmse_ad(CX, A, CZ, y, x, CX_a, A_a, CZ_a, y_a, x_a, out_a):
    v0 = CX @ A.T
    v1 = CZ + A @ v0
    v2 = y - A @ x
    v1_lu = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v3 = scipy.linalg.lu_solve(v1_lu, v2, check_finite=False)
    v4 = v0 @ v3
    out = x + v4
    v5 = v0.T @ out_a
    v6 = scipy.linalg.lu_solve(v1_lu, v5, trans=1, check_finite=False)
    v7 = A.T @ v6
    v8 = out_a - v7
    x_a += v8
    y_a += v6
    v9 = v8.T @ CX
    A_a += v6 @ (-out).T
    A_a += v3 @ v9
    CZ_a -= v6 @ v3.T
    v10 = v3.T @ A
    CX_a += v8 @ v10
    return (out, CX_a, A_a, CZ_a, y_a, x_a)
