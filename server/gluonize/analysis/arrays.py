"""MXNet's arrays in a text that was converted in part: what of them is MXNet's, and what is left over from PyTorch."""

from __future__ import annotations

from gluonize.analysis.types import FOREIGN, INT, Type, obj

ARRAY = Type("foreign", "torch.Tensor")
"""An array by its annotation, which was that of a tensor: members that only tensors have are still PyTorch's."""

ARRAYS = frozenset({"mx.nd.NDArray", "mx.np.ndarray"})
"""What annotations call them."""

ONLY_ARRAYS = frozenset(
    "as_in_context as_in_ctx as_nd_ndarray as_np_ndarray asnumpy asscalar astype attach_grad context ctx".split()
)
"""Members that no tensor has: what is asked for them was converted before, whatever it seems to be."""

MEMBERS = frozenset(
    """
    T abs all any arccos arccosh arcsin arcsinh arctan arctanh argmax argmax_channel argmin argsort as_in_context
    as_in_ctx as_nd_ndarray as_np_ndarray asnumpy asscalar astype attach_grad backward broadcast_axes broadcast_like
    broadcast_to cbrt ceil clip context copy copyto cos cosh ctx cumsum degrees depth_to_space detach diag dot dtype exp
    expand_dims expm1 fix flatten flip floor grad handle item log log10 log1p log2 log_softmax max mean min nanprod
    nansum ndim nonzero norm one_hot ones_like pad pick prod radians rcbrt reciprocal relu repeat reshape reshape_like
    reshape_view rint round rsqrt shape shape_array sigmoid sign sin sinh size size_array slice slice_assign
    slice_assign_scalar slice_axis slice_like softmax softmin sort space_to_depth split split_v2 sqrt square squeeze std
    stype sum swapaxes take tan tanh tile to_dlpack_for_read to_dlpack_for_write tolist topk tostype transpose trunc var
    wait_to_read writable zeros_like
    """.split()
)
"""The members of both of MXNet's kinds of arrays."""

TYPES = {
    "dtype": obj("torch.dtype"),
    "shape": obj("torch.Size"),
    "ndim": INT,
    **dict.fromkeys(("context", "ctx"), obj("torch.device")),
    **dict.fromkeys(("asnumpy", "asscalar", "item", "tolist", "split", "split_v2", "topk"), FOREIGN),
}
"""What members hold in PyTorch's terms, where it is, or gives, no array."""
