"""What NVIDIA's driver tells of the first GPU, without a framework."""

from __future__ import annotations

import ctypes
from typing import Any

_MAJOR, _MINOR = 75, 76
"""CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR."""


def first_gpu() -> tuple[str, tuple[int, int]] | str:
    """Name and compute capability of the first GPU, or the reason why there is none."""
    try:
        driver = ctypes.CDLL("libcuda.so.1")
    except OSError:
        return "there is no NVIDIA driver"
    return ask(driver)


def ask(driver: Any) -> tuple[str, tuple[int, int]] | str:
    """The same, from the loaded library of the driver."""
    code = driver.cuInit(0)
    if code != 0:
        return f"NVIDIA's driver does not start (error {code})"
    device, count = ctypes.c_int(), ctypes.c_int()
    if driver.cuDeviceGetCount(ctypes.byref(count)) != 0 or count.value == 0:
        return "NVIDIA's driver sees no GPU"
    if driver.cuDeviceGet(ctypes.byref(device), 0) != 0:
        return "NVIDIA's driver does not give access to the GPU"
    name = ctypes.create_string_buffer(100)
    driver.cuDeviceGetName(name, len(name), device)
    parts = []
    for attribute in (_MAJOR, _MINOR):
        number = ctypes.c_int()
        driver.cuDeviceGetAttribute(ctypes.byref(number), attribute, device)
        parts.append(number.value)
    return name.value.decode(), (parts[0], parts[1])
