import numpy as np
import scipy.linalg

def gen_tikhonov_ad(A, P, Q, b, x, A_a, P_a, Q_a, b_a, x_a, out_a):
    v0 = A.T @ P
    v1 = Q + v0 @ A
    v2 = v0 @ b
    v3 = v2 + Q @ x
    v1_factors = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    out = scipy.linalg.lu_solve(v1_factors, v3, check_finite=False)
    v4 = scipy.linalg.lu_solve(v1_factors, out_a, trans=1, check_finite=False)
    x_a += Q.T @ v4
    Q_a += v4 @ (x - out).T
    v5 = v0.T @ v4
    b_a += v5
    v6 = b.T - out.T @ A.T
    v7 = P @ v6.T
    A_a -= v5 @ out.T
    A_a += v7 @ v4.T
    v8 = A @ v4
    P_a += v8 @ v6
    return (out, A_a, P_a, Q_a, b_a, x_a)
