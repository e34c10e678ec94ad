"""Binding: what assignments, loops, parameters and imports do to names."""

from __future__ import annotations

from tree_sitter import Node

from gluonize.analysis import attributes, expressions, subscripts
from gluonize.analysis.packages import MODULES, is_torch
from gluonize.analysis.state import State
from gluonize.analysis.types import FOREIGN, Type, assigned, element, join
from gluonize.catalogue.names import canonical

_FOREIGN_MODULES = frozenset(
    "numpy np scipy pandas sklearn matplotlib seaborn PIL cv2 skimage imageio gym gymnasium wandb yaml tensorflow "
    "jax transformers nltk spacy networkx h5py requests attr pydantic omegaconf hydra click fire absl "
    "termcolor colorama plotly bokeh IPython joblib numba sympy lightning pytorch_lightning".split()
)
_PASS_THROUGH = frozenset({"tqdm"})


def bind_target(state: State, target: Node | None, value: Type | None) -> None:
    """Bind the names of an assignment target, unpacking tuples as far as their types are known."""
    if target is None:
        return
    if target.type == "identifier":
        state.bind(state.text(target), assigned(value))
    elif target.type in {"pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list"}:
        _unpack(state, [child for child in target.named_children if child.type != "comment"], value)
    elif target.type == "subscript":
        subscripts.store_item(state, target)
        _store(state, target, value)
    elif target.type == "attribute":
        _bind_attribute(state, target, value)
    elif target.type in {"list_splat_pattern", "list_splat"} and target.named_children:
        bind_target(state, target.named_children[0], Type("seq", items=(element(value),)))
    elif target.type in {"as_pattern_target", "parenthesized_expression"} and target.named_children:
        bind_target(state, target.named_children[0], value)
    else:
        expressions.evaluate(state, target)


def _store(state: State, target: Node, value: Type | None) -> None:
    """`found[key] = value` tells what the dictionary or list `found` holds."""
    container_node = target.child_by_field_name("value")
    if container_node is None or container_node.type not in {"identifier", "attribute"}:
        return
    state.silent += 1
    container = attributes.prefix(state, container_node)
    if container is not None and container.kind == "seq":
        bind_target(state, container_node, Type("seq", container.name, (join(container.items[0], value),)))
    state.silent -= 1


def _unpack(state: State, targets: list[Node], value: Type | None) -> None:
    known = value.items if value is not None and value.kind == "tuple" else ()
    starred = any(target.type in {"list_splat_pattern", "list_splat"} for target in targets)
    if known and len(known) == len(targets) and not starred:
        for target, item in zip(targets, known, strict=True):
            bind_target(state, target, item)
        return
    item = element(value)
    for target in targets:
        bind_target(state, target, value if target.type.startswith("list_splat") else item)


def _bind_attribute(state: State, target: Node, value: Type | None) -> None:
    owner_node, name_node = target.child_by_field_name("object"), target.child_by_field_name("attribute")
    if owner_node is None or name_node is None:
        return
    state.silent += 1
    owner = attributes.prefix(state, owner_node)
    state.silent -= 1
    if owner is not None and owner.kind != "inst":
        attributes.attribute(state, target, store=True)
        return
    attributes.prefix(state, owner_node)
    if owner is not None:
        state.write(("attr", owner.name, state.text(name_node)), assigned(value))


def bind_unknown(state: State, parameters: Node | None) -> None:
    """Bind the parameters of a lambda: nothing is known of them."""
    for child in parameters.named_children if parameters is not None else ():
        name = child.child_by_field_name("name") or child
        if name.type == "identifier":
            state.bind(state.text(name), None)


def import_statement(state: State, node: Node) -> None:
    """`import torch`, `import torch.nn as nn`."""
    for child in node.named_children:
        alias = child.child_by_field_name("alias") if child.type == "aliased_import" else None
        path_node = child.child_by_field_name("name") if child.type == "aliased_import" else child
        if path_node is None or path_node.type != "dotted_name":
            continue
        path = state.text(path_node)
        bound = state.text(alias) if alias is not None else path.partition(".")[0]
        if is_torch(path):
            full = canonical(path) if alias is not None else path.partition(".")[0]
            state.emit(canonical(path), "import", node, path_node)
            state.bind(bound, Type("ref", full))
        else:
            state.bind(bound, _module(state, path if alias is not None else bound))


def import_from_statement(state: State, node: Node) -> None:
    """`from torch import nn`, `from torch.nn import functional as F`, `from torch.nn import *`."""
    module_node = node.child_by_field_name("module_name")
    module = state.text(module_node) if module_node is not None else ""
    if any(child.type == "wildcard_import" for child in node.children):
        if is_torch(module) and module_node is not None:
            _star_import(state, node, module, module_node)
        else:
            _project_star(state, _absolute(state, module))
        return
    for child in node.children_by_field_name("name"):
        alias = child.child_by_field_name("alias") if child.type == "aliased_import" else None
        name_node = child.child_by_field_name("name") if child.type == "aliased_import" else child
        if name_node is None:
            continue
        name = state.text(name_node)
        bound = state.text(alias) if alias is not None else name
        if is_torch(module):
            full = canonical(f"{module}.{name}")
            state.emit(full, "import", node, name_node)
            state.bind(bound, Type("ref", full))
        elif name in _PASS_THROUGH:
            state.bind(bound, Type("ref", "builtins.iter"))
        else:
            state.bind(bound, _from_module(state, module, name))


def _star_import(state: State, node: Node, module: str, module_node: Node) -> None:
    state.emit(canonical(module), "import", node, module_node)
    known = state.writes.get(("stars",)) or Type("tuple")
    state.writes[("stars",)] = Type("tuple", items=(*known.items, Type("ref", canonical(module))))
    prefix = canonical(module) + "."
    for full in MODULES:
        if full.startswith(prefix) and "." not in full[len(prefix) :]:
            state.bind(full[len(prefix) :], Type("ref", full))


def _project_star(state: State, module: str) -> None:
    """`from net import *` binds what the project's file `net` defines, but for names that begin with an underscore."""
    names = state.read(("names", module))
    for name in names.name.split() if names is not None else ():
        state.bind(name, _from_module(state, module, name))


def _absolute(state: State, module: str) -> str:
    """A relative module name (`.net`, `..net`) as the project's dotted name."""
    level = len(module) - len(module.lstrip("."))
    if level == 0:
        return module
    package = state.module_name.split(".")[:-level]
    return ".".join([*package, *filter(None, [module[level:]])])


def _module(state: State, path: str) -> Type | None:
    """A module of the project, or a foreign one."""
    return Type("module", path) if state.read(("file", path)) is not None else _foreign(path)


def _from_module(state: State, module: str, name: str) -> Type | None:
    """What `name` of a module of the project is."""
    path = _absolute(state, module)
    if state.read(("file", f"{path}.{name}" if path else name)) is not None:
        return Type("module", f"{path}.{name}" if path else name)
    if state.read(("file", path)) is not None:
        return state.read(("global", f"{path}:{name}"))
    return _foreign(module)


def _foreign(module: str) -> Type | None:
    """Known third-party and standard modules hold nothing of PyTorch; of any other module nothing is known."""
    root = module.partition(".")[0]
    return FOREIGN if root in _FOREIGN_MODULES or root in _STANDARD else None


def _standard() -> frozenset[str]:
    import sys

    return frozenset(sys.stdlib_module_names)


_STANDARD = _standard()
