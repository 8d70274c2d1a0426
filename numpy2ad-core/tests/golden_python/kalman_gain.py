import numpy as np
import scipy.linalg

def kalman_gain_ad(P, H, R, P_a, H_a, R_a, out_a):
    v0 = P @ H.T
    v1 = R + H @ v0
    v1_lu = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v2 = scipy.linalg.lu_solve(v1_lu, v0.T, trans=1, check_finite=False)
    out = v2.T
    v3 = v2 @ out_a
    v4 = scipy.linalg.lu_solve(v1_lu, v3.T, check_finite=False)
    R_a -= v4.T
    v5 = scipy.linalg.lu_solve(v1_lu, out_a.T, check_finite=False)
    v6 = v5 - v4 @ H
    H_a += v6 @ P
    H_a -= v3 @ v2
    P_a += v6.T @ H
    return (out, P_a, H_a, R_a)
