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
    v10 = B.T @ out_a
    I_a += v10
    v11 = (-B).T + B.T @ v9
    v12 = out_a @ v11
    v13 = out_a.T @ v11.T
    v14 = v8 @ v12
    v15 = v14 + v4 @ v13
    A_a += W @ v15
    v16 = -A
    v17 = v16 + A @ v9.T
    v18 = B @ out_a.T
    v19 = v18 @ v8.T
    v20 = v16 + A @ v6
    v21 = v10 @ v4.T
    W_a += v17 @ v19
    W_a += v20 @ v21
    v22 = out_a @ v4.T
    v23 = v8 @ v22
    J_a += v23
    return (out, B_a, I_a, A_a, W_a, J_a)
