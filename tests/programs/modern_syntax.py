"""Syntax of all kinds: matches, lambdas, decorators, asynchronous loops, conditional imports, types of all sorts."""

from __future__ import annotations

import asyncio
import functools
import sys
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Callable, Iterable, Optional, Protocol, TypeVar, Union

try:
    import torch
except ImportError:  # pragma: no cover
    print("PyTorch is needed", file=sys.stderr)
    raise
import torch.nn.functional as F
from torch import nn

if TYPE_CHECKING:
    from torch import Tensor
    from torch.utils.data import DataLoader

T = TypeVar("T", bound=nn.Module)


def timed(function: Callable[..., T]) -> Callable[..., T]:
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        result = function(*args, **kwargs)
        return result

    return wrapper


@dataclass(frozen=True)
class Config:
    sizes: tuple[int, ...] = (4, 8, 3)
    act: str = "relu"
    drop: float = 0.0
    scale: torch.Tensor = field(default_factory=lambda: torch.full((1,), 0.5))


def activation(name: str) -> Callable[[Tensor], Tensor]:
    match name:
        case "relu":
            return F.relu
        case "tanh" | "th":
            return torch.tanh
        case str() as other if other.startswith("sig"):
            return torch.sigmoid
        case _:
            raise ValueError(f"unknown {name!r}")


class Mlp(nn.Module):
    def __init__(self, config: Config, *, bias: bool = True, **extra: object) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            [
                nn.Linear(a, b, bias=bias)  # one per pair
                for a, b in zip(config.sizes[:-1], config.sizes[1:])
            ]
        )
        self.config, self.extra = config, extra
        self.act = activation(config.act)

    def forward(self, x: Tensor, *masks: Tensor, scale: Optional[Union[float, Tensor]] = None) -> Tensor:
        *body, last = self.layers
        for i, layer in enumerate(body):
            x = self.act(layer(x))
            if masks:
                x = x * masks[i]
        y = last(x)
        if (n := y.size(-1)) > 2:
            y = y / n
        return y if scale is None else y * scale


@contextmanager
def frozen(model: nn.Module):
    for p in model.parameters():
        p.requires_grad_(False)
    try:
        yield model
    finally:
        for p in model.parameters():
            p.requires_grad_(True)


async def batches(n: int):
    for i in range(n):
        await asyncio.sleep(0)
        yield torch.arange(8, dtype=torch.float32).view(2, 4) * (i + 1) / 10, torch.tensor([i % 3, (i + 1) % 3])


@timed
def step(model, x, y, opt, *, loss_fn=lambda out, y: F.cross_entropy(out, y)):
    opt.zero_grad()
    loss = loss_fn(model(x, scale=model.config.scale), y)
    loss.backward()
    opt.step()
    return loss.item()


async def main(argv: list[str] | None = None) -> dict[str, float]:
    torch.manual_seed(0)
    config = Config()
    model = Mlp(config, bias=True, note="x")
    opt = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = [step(model, x, y, opt) async for x, y in batches(3)]
    with torch.no_grad() if argv is None else nullcontext():
        probe = torch.stack([torch.full((4,), float(k)) for k in range(3)])
        out = {k: v.sum().item() for k, v in zip("abc", model(probe))}
    norm = sum(p.pow(2).sum() for p in model.parameters()).sqrt()
    print(f"loss {losses[-1]:.4f} norm {norm:.3f} {torch.ones(2, 2).shape}")
    print("big" if (m := probe.max()) > 1 else "small", m.item())
    return out


if __name__ == "__main__":
    results = asyncio.run(main())
    table = [(name, value) for name, value in results.items() if value == value]
    print(table)
