import numpy as np
import scipy.linalg

def tikhonov_ad(A, G, b, A_a, G_a, b_a, out_a):
    v0 = A.T @ A
    v1 = v0 + G.T @ G
    v2 = A.T @ b
    v1_factors = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    out = scipy.linalg.lu_solve(v1_factors, v2, check_finite=False)
    v3 = scipy.linalg.lu_solve(v1_factors, out_a, check_finite=False)
    v4 = A @ v3
    b_a += v4
    v5 = b - A @ out
    A_a += v5 @ v3.T
    A_a -= v4 @ out.T
    v6 = G @ v3
    v7 = G @ out
    G_a -= v6 @ out.T
    G_a -= v7 @ v3.T
    return (out, A_a, G_a, b_a)
