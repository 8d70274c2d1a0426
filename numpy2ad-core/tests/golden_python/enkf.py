import numpy as np
import scipy.linalg

def enkf_ad(Xb, B, H, R, Y, Xb_a, B_a, H_a, R_a, Y_a, out_a):
    v0 = np.linalg.inv(B)
    R_factors = scipy.linalg.lu_factor(R, check_finite=False)
    if 0 in np.diag(R_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v1 = scipy.linalg.lu_solve(R_factors, H, check_finite=False)
    v2 = v0 + H.T @ v1
    v3 = Y - H @ Xb
    v2_factors = scipy.linalg.lu_factor(v2, check_finite=False)
    if 0 in np.diag(v2_factors[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v4 = scipy.linalg.lu_solve(v2_factors, v3, check_finite=False)
    out = Xb + v4
    v5 = scipy.linalg.lu_solve(v2_factors, out_a, trans=1, check_finite=False)
    Xb_a += out_a
    Xb_a -= H.T @ v5
    Y_a += v5
    v6 = H @ v5
    v7 = scipy.linalg.lu_solve(R_factors, v6, trans=1, check_finite=False)
    v8 = v1 @ v4
    H_a -= v5 @ Xb.T
    H_a -= v7 @ v4.T
    H_a -= v8 @ v5.T
    R_a += v7 @ v8.T
    v9 = v0.T @ v5
    v10 = v4.T @ v0.T
    B_a += v9 @ v10
    return (out, Xb_a, B_a, H_a, R_a, Y_a)
