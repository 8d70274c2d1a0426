import numpy as np
import scipy.linalg

def gen_tikhonov_ad(A, P, Q, b, x, A_a, P_a, Q_a, b_a, x_a, out_a):
    v0 = P @ A
    v1 = Q + A.T @ v0
    v2 = P @ b
    v3 = A.T @ v2
    v4 = v3 + Q @ x
    v1_lu = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    out = scipy.linalg.lu_solve(v1_lu, v4, check_finite=False)
    v5 = scipy.linalg.lu_solve(v1_lu, out_a, trans=1, check_finite=False)
    x_a += Q.T @ v5
    Q_a += v5 @ (x - out).T
    v6 = A @ v5
    v7 = P.T @ v6
    b_a += v7
    v8 = b.T - out.T @ A.T
    v9 = P @ v8.T
    A_a -= v7 @ out.T
    A_a += v9 @ v5.T
    P_a += v6 @ v8
    return (out, A_a, P_a, Q_a, b_a, x_a)
