def square_svd(matrix):
    """Return the singular value decomposition (U, S, Vh) of a square matrix or a batch; ValueError for others."""
    if matrix.shape[-2] != matrix.shape[-1]:
        raise ValueError("the full form is known of square matrices only: write full_matrices=False, or svdvals")
    return svd(matrix)
