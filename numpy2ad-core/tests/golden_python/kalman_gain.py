import numpy as np
import scipy.linalg

def kalman_gain_ad(P, H, R, P_a, H_a, R_a, out_a):
    v0 = P @ H.T
    v1 = R + H @ v0
    v1_factors = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v2 = scipy.linalg.lu_solve(v1_factors, v0.T, trans=1, check_finite=False)
    out = v2.T
    v3 = scipy.linalg.lu_solve(v1_factors, out_a.T, check_finite=False)
    v4 = v2 @ v3.T
    v5 = v3.T - H.T @ v4
    H_a -= v4 @ v0.T
    H_a += v5.T @ P
    R_a -= v4
    P_a += v5 @ H
    return (out, P_a, H_a, R_a)
