import numpy as np
import scipy.linalg

def newton_ad(B, I, A, W, J, B_a, I_a, A_a, W_a, J_a, out_a):
    v0 = W.T @ A
    v1 = B @ v0.T
    v2 = J + v0 @ v1
    v3 = v0 @ B
    v2_lu = scipy.linalg.lu_factor(v2, check_finite=False)
    if 0 in np.diag(v2_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v4 = scipy.linalg.lu_solve(v2_lu, v3, check_finite=False)
    v5 = I - v0.T @ v4
    out = B @ v5
    v6 = v4.T @ v0
    v7 = -out_a + out_a @ v6
    v8 = scipy.linalg.lu_solve(v2_lu, v1.T, trans=1, check_finite=False)
    v9 = v0.T @ v8
    B_a += out_a @ v5.T
    B_a += v9 @ v7
    I_a += B.T @ out_a
    v10 = (-B).T + B.T @ v9
    v11 = out_a @ v10
    v12 = out_a.T @ v10.T
    v13 = v8 @ v11
    v14 = v13 + v4 @ v12
    A_a += W @ v14
    v15 = -A + A @ v9.T
    v16 = B @ out_a.T
    v17 = v16 @ v8.T
    v18 = -A + A @ v6
    v19 = B.T @ out_a
    v20 = v19 @ v4.T
    W_a += v15 @ v17
    W_a += v18 @ v20
    v21 = out_a @ v4.T
    v22 = v8 @ v21
    J_a += v22
    return (out, B_a, I_a, A_a, W_a, J_a)
