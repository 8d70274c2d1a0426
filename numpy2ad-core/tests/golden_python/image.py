import numpy as np
import scipy.linalg

def image_ad(H, y, v, u, sm, sv, H_a, y_a, v_a, u_a, sm_a, sv_a, out_a):
    v0 = H.T @ H
    v1 = v0 + sm
    v2 = v - u
    v3 = sv * v2 + H.T @ y
    v1_factors = scipy.linalg.lu_factor(v1, check_finite=False)
    if 0 in np.diag(v1_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    out = scipy.linalg.lu_solve(v1_factors, v3, check_finite=False)
    v4 = scipy.linalg.lu_solve(v1_factors, out_a, trans=1, check_finite=False)
    sv_a += v2 * v4
    v5 = sv * v4
    u_a -= v5
    v_a += v5
    v6 = H @ v4
    y_a += v6
    v7 = y - H @ out
    H_a += v7 @ v4.T
    H_a -= v6 @ out.T
    sm_a -= v4 @ out.T
    return (out, H_a, y_a, v_a, u_a, sm_a, sv_a)
