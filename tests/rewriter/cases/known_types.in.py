import torch


def create(device, features, dtype: torch.dtype):
    """What is not known of `device` is the same for every form of a call."""
    one = torch.tensor([1.0, 2.0], dtype=dtype, device=device)
    two = torch.arange(0, 3, device=device)
    return one, two, torch.int64.itemsize, torch.float32.is_floating_point


def reshape(x: torch.Tensor, *shape):
    return x.reshape(-1, *shape), x.new_zeros(3).to(x.dtype), torch._unknown(x)


def part(x: "torch.Tensor"):
    """A change of a view is refused, whatever has become of the view."""
    some = x.narrow(0, 1, 2)
    some.div_(2)
    return some, x.argmax(1), x.any(1), x.flatten(1), x.repeat_interleave(2), x.expand_as(x), torch._unknown(x)


def fill(x, values: torch.Tensor):
    out = torch.ones(3)
    out[torch.isnan(x)] = torch.nan
    place = torch.argsort(values)
    return out, place.to(torch.int32, memory_format=torch.channels_last), place.to(torch.int32, layout=torch.strided)


def complex(x: torch.Tensor, place: torch.Tensor | None = None):
    """MXNet has no imaginary parts: a second conversion knows that as well."""
    return torch.atan2(x.imag, x.real), torch.split(x._parts[0], [1, 2]), torch.exp(x)


def count(found: list[int]):
    labels = torch.LongTensor(found)
    return torch.zeros(labels.max().item() + 1), labels / 2


def dimensions(value):
    return value.dim() if value is None else test(value)


def test(value):
    if torch.is_tensor(value):
        return value.dim()
    return 0


def elements(rows):
    vectors = [torch.ones(2), torch.zeros(2)]
    total = reduce(lambda a, b: a.add(b), vectors)
    largest = max(vectors, key=lambda v: v.sum().item())
    vectors.sort(key=lambda v: v.norm().item())
    pairs = map(lambda x, y: x.add(y), vectors, rows)
    return total, largest, sorted(vectors, key=lambda v: v.size(0)), pairs
