"""What the analysis asks of the catalogue: which names exist, what they are, what they return."""

from __future__ import annotations

from functools import cache

from gluonize.analysis.model import Use
from gluonize.analysis.overloads import Bound, bind
from gluonize.analysis.types import Type, bases, obj, parse_type
from gluonize.catalogue import Catalogue, Entry

_PLAIN_METHODS = frozenset(name for kind in (str, list, dict, set, tuple, bytes) for name in dir(kind))


class Knowledge:
    """A cached view of the catalogue for the analysis."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._members: dict[tuple[str, str], str | None] = {}
        self._returns: dict[tuple[str, int], str] = {}
        self._stars: dict[str, dict[str, str]] = {}

    def entries(self, name: str) -> tuple[Entry, ...]:
        return self._catalogue.lookup(name) or self._catalogue.inplace(name)

    def known(self, name: str) -> bool:
        return bool(self.entries(name))

    def is_class(self, name: str) -> bool:
        """Whether a qualified torch name is a class: the catalogue says so, else its capital letter."""
        entries = self.entries(name)
        if entries:
            return entries[0].kind == "class"
        return name.rpartition(".")[2][:1].isupper()

    def member(self, cls: str, attribute: str) -> str | None:
        """The qualified name under which the catalogue knows `attribute` of an instance of `cls`."""
        key = (cls, attribute)
        if key not in self._members:
            names = (f"{base}.{attribute}" for base in bases(cls))
            self._members[key] = next((name for name in names if self.known(name)), None)
        return self._members[key]

    def returns(self, name: str, arguments: int) -> str:
        """The type that a call of `name` with so many arguments returns, in the catalogue's notation."""
        key = (name, arguments)
        if key not in self._returns:
            self._returns[key] = self._find_returns(name, arguments)
        return self._returns[key]

    def returns_of(self, use: Use, source: bytes) -> str:
        """The type that a call returns, its overload chosen as a conversion would choose it."""
        returns = self.returns(use.name, len(use.arguments))
        entries = self.entries(use.name)
        if returns or len(entries) < 2:
            return returns
        bound = bind(entries, use, source)
        return bound.entry.returns if isinstance(bound, Bound) else ""

    def _find_returns(self, name: str, arguments: int) -> str:
        entries = self.entries(name)
        if not entries:
            return name if self.is_class(name) else ""
        method = name != entries[0].name and name.startswith("torch.Tensor.") and entries[0].kind != "method"
        fitting = [entry for entry in entries if _takes(entry, arguments + method)]
        found = {entry.returns for entry in fitting or entries}
        return found.pop() if len(found) == 1 else ""

    def class_of(self, name: str) -> Type:
        """The instance that calling class `name` gives (torch.FloatTensor(3) is a torch.Tensor)."""
        returns = self.returns(name, 0)
        return (parse_type(returns) if returns else None) or obj(name)

    def star(self, module: str) -> dict[str, str]:
        """The public names that `from module import *` binds, as far as the catalogue knows them."""
        if module not in self._stars:
            prefix = module + "."
            names = (name for name in self._catalogue.names() if name.startswith(prefix))
            self._stars[module] = {name[len(prefix) :]: name for name in names if "." not in name[len(prefix) :]}
        return self._stars[module]

    def hint(self, attribute: str) -> str | None:
        """The tensor method that an unknown receiver's `attribute` may be; None where plain Python has it too."""
        if attribute in _PLAIN_METHODS:
            return None
        name = f"torch.Tensor.{attribute}"
        entries = self.entries(name)
        return name if entries and entries[0].kind != "attribute" else None


@cache
def _takes(entry: Entry, count: int) -> bool:
    if entry.signature is None:
        return False
    parameters = entry.signature.parameters
    if any(parameter.variadic for parameter in parameters):
        return True
    required = sum(parameter.default is None and not parameter.keyword_only for parameter in parameters)
    return required <= count <= len(parameters)
