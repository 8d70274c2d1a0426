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
    v5 = v0.T @ v4
    v6 = I - v5
    out = B @ v6
    v7 = -out_a + out_a @ v5.T
    v8 = scipy.linalg.lu_solve(v2_lu, v1.T, trans=1, check_finite=False)
    v9 = v0.T @ v8
    B_a += out_a @ v6.T
    B_a += v9 @ v7
    v10 = B.T @ out_a
    I_a += v10
    v11 = (-B).T + B.T @ v9
    v12 = out_a @ v11
    v13 = (-v10).T + v10.T @ v5
    v14 = v8 @ v12
    v15 = v14 + v4 @ v13
    A_a += W @ v15
    v16 = -A
    v17 = v16 + A @ v9.T
    v18 = out_a.T @ v8.T
    v19 = B @ v18
    v20 = v16 + A @ v5.T
    v21 = v10 @ v4.T
    W_a += v17 @ v19
    W_a += v20 @ v21
    J_a += v18.T @ v4.T
    return (out, B_a, I_a, A_a, W_a, J_a)
