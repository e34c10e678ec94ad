"""Functions and classes of the file: parameters, bodies, bases."""

from __future__ import annotations

from tree_sitter import Node

from gluonize.analysis import attributes, classes, expressions, statements
from gluonize.analysis.arrays import ARRAY, ARRAYS
from gluonize.analysis.state import Scope, State
from gluonize.analysis.types import (
    BOOL,
    FLOAT,
    FOREIGN,
    INT,
    NONE,
    STR,
    TENSOR,
    TENSORS,
    Type,
    assigned,
    is_module_class,
    join,
    obj,
)

_FUNCTION = "torch.autograd.Function"
_SPLATS = ("list_splat_pattern", "dictionary_splat_pattern")
_ANNOTATIONS = {"int": INT, "float": FLOAT, "str": STR, "bool": BOOL, "None": NONE, **dict.fromkeys(ARRAYS, ARRAY)}


def function_definition(state: State, node: Node) -> None:
    """Bind the function and evaluate its body once the enclosing scope is complete."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    name = state.text(name_node)
    owner = state.scope.path if state.scope.kind == "class" else ""
    path = f"{state.scope.path}.{name}" if state.scope.path else name
    state.bind(name, Type("func", path))
    parameters = node.child_by_field_name("parameters")
    for default in parameters.named_children if parameters is not None else ():
        expressions.evaluate(state, default.child_by_field_name("value"))
    decorators = _decorators(state, node)
    scopes = list(state.scopes)

    def body() -> None:
        _evaluate_body(state, node, Scope(path, "function", owner=owner), scopes, decorators)

    state.deferred.append(body)


def _decorators(state: State, node: Node) -> set[str]:
    parent = node.parent
    if parent is None or parent.type != "decorated_definition":
        return set()
    return {state.text(child).lstrip("@").strip() for child in parent.named_children if child.type == "decorator"}


def _evaluate_body(state: State, node: Node, scope: Scope, scopes: list[Scope], decorators: set[str]) -> None:
    saved, state.scopes = state.scopes, [*scopes, scope]
    waiting, state.deferred = state.deferred, []
    _bind_parameters(state, node.child_by_field_name("parameters"), scope, decorators)
    annotation = node.child_by_field_name("return_type")
    returned = annotated(state, annotation)
    statements.execute_block(state, node.child_by_field_name("body"))
    while state.deferred:
        state.deferred.pop(0)()
    if returned is not None:
        state.writes[("return", scope.path)] = returned
    elif ("return", scope.path) not in state.writes:
        state.write(("return", scope.path), NONE)
    state.scopes, state.deferred = saved, waiting


def _bind_parameters(state: State, parameters: Node | None, scope: Scope, decorators: set[str]) -> None:
    position = 0
    bound = bool(scope.owner) and "staticmethod" not in decorators
    derivative = _in_function(state, scope, decorators)
    forward = derivative or (
        bound and scope.path.endswith((".forward", ".training_step")) and _in_module(state, scope.owner)
    )
    for child in parameters.named_children if parameters is not None else ():
        name_node = _parameter_name(child)
        if name_node is None:
            continue
        name = state.text(name_node)
        if bound:
            state.bind(name, Type("class" if "classmethod" in decorators else "inst", scope.owner))
            bound = False
            continue
        if derivative and position == 0:
            state.bind(name, obj(_FUNCTION))
            position += 1
            continue
        splat = next((part for part in (child, *child.named_children) if part.type in _SPLATS), None)
        if splat is not None:
            declared = annotated(state, child.child_by_field_name("type"))
            item = declared or (TENSOR if forward else None)
            state.bind(name, Type("seq", "dict" if splat.type == _SPLATS[1] else "", (item,)))
            continue
        state.bind(name, assigned(_parameter_type(state, child, scope.path, name, position, forward)))
        position += 1


def bind_parameters(state: State, parameters: Node | None, path: str) -> None:
    """Bind the parameters of the lambda at `path` to what it is called with."""
    _bind_parameters(state, parameters, Scope(path, "function"), set())


def _parameter_name(node: Node) -> Node | None:
    if node.type == "identifier":
        return node
    name = node.child_by_field_name("name")
    if name is not None:
        return name if name.type == "identifier" else None
    inner = node.named_children[0] if node.named_children and node.named_children[0].type in _SPLATS else node
    found = [child for child in inner.named_children if child.type == "identifier"]
    return found[0] if found and node.type not in {"comment"} else None


def _parameter_type(state: State, node: Node, path: str, name: str, position: int, forward: bool) -> Type | None:
    declared = annotated(state, node.child_by_field_name("type"))
    if declared is not None:
        return declared
    default_node = node.child_by_field_name("value")
    default = None
    if default_node is not None:
        state.silent += 1
        default = expressions.evaluate(state, default_node)
        state.silent -= 1
    keys = [("param", path, str(position)), ("param", path, name)]
    passed = [state.read(key) for key in keys if state.has(key)]
    for key in keys:
        state.reads.setdefault(key, Type("foreign", "unbound"))
    if passed:
        value = passed[0]
        for other in passed[1:]:
            value = join(value, other)
        if value in {None, FOREIGN} and forward:
            return TENSOR
        return join(value, default) if default_node is not None else value
    if forward and (default_node is None or default == NONE):
        return TENSOR
    return default if default not in {None, NONE} else None


def _in_module(state: State, cls: str) -> bool:
    base = classes.torch_base(state, cls)
    return base is not None and is_module_class(base)


def _in_function(state: State, scope: Scope, decorators: set[str]) -> bool:
    """Whether a function is the static forward or backward of an autograd.Function."""
    named = scope.path.endswith((".forward", ".backward")) and "staticmethod" in decorators
    return named and bool(scope.owner) and classes.torch_base(state, scope.owner) == _FUNCTION


def annotated(state: State, node: Node | None) -> Type | None:
    """The type that an annotation names; its uses are recorded."""
    if node is None:
        return None
    inner = node.named_children[0] if node.type == "type" and node.named_children else node
    return _annotation(state, inner)


def _annotation(state: State, node: Node) -> Type | None:
    if node.type == "string":
        name = state.text(node).strip("'\"").removeprefix("torch.")
        return TENSOR if name == "Tensor" else TENSORS.get(name)
    if node.type == "generic_type" or node.type == "subscript":
        return _generic(state, node)
    if node.type == "binary_operator":
        parts = [_annotation(state, child) for child in node.named_children]
        return join(parts[0], parts[-1]) if len(parts) == 2 else None
    value = expressions.evaluate(state, node)
    if value is None or node.type == "none":
        return _ANNOTATIONS.get(state.text(node))
    if value.kind == "ref":
        tensor = TENSORS.get(value.name.removeprefix("torch.").removeprefix("cuda."))
        return tensor or (state.knowledge.class_of(value.name) if state.knowledge.is_class(value.name) else None)
    if value.kind == "class":
        return Type("inst", value.name)
    return None


def _generic(state: State, node: Node) -> Type | None:
    children = node.named_children
    head = state.text(children[0]).rpartition(".")[2]
    inner: list[Type | None] = []
    for child in children[1:]:
        items = child.named_children if child.type == "type_parameter" else [child]
        inner += [annotated(state, item) for item in items if item.type != "comment"]
    if head in {"Optional", "Final", "Annotated", "ClassVar"}:
        return inner[0] if inner else None
    if head == "Union":
        value = inner[0] if inner else None
        for other in inner[1:]:
            value = join(value, other)
        return value
    if head in {"List", "list", "Sequence", "Iterable", "Iterator", "Set", "set"}:
        return Type("seq", items=(inner[0] if inner else None,))
    if head in {"Tuple", "tuple"}:
        return Type("tuple", items=tuple(inner))
    if head in {"Dict", "dict", "Mapping"}:
        return Type("seq", "dict", (inner[1] if len(inner) > 1 else None,))
    if head in {"Callable", "Type", "type"} and inner:
        return _called(inner[-1], head == "Callable")
    return obj(head) if head in {"int", "str"} else None


def _called(result: Type | None, function: bool) -> Type | None:
    """What gives `result` when it is called: a class of layers, or a function that returns tensors."""
    if result is not None and result.kind == "obj" and is_module_class(result.name):
        return Type("alias", result.name)
    return Type("lambda", items=(result,)) if function and result == TENSOR else None


def class_definition(state: State, node: Node) -> None:
    """Bind the class, record its bases, and evaluate its body."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    name = state.text(name_node)
    path = f"{state.scope.path}.{name}" if state.scope.path else name
    found: list[Type | None] = []
    superclasses = node.child_by_field_name("superclasses")
    for child in superclasses.named_children if superclasses is not None else ():
        if child.type == "keyword_argument" or child.type == "comment":
            continue
        value = attributes.prefix(state, child)
        if value is not None and value.kind == "ref":
            state.scopes.append(Scope(path, "class"))
            state.emit(value.name, "base", child, child)
            state.scopes.pop()
        found.append(value if value is not None and value.kind in {"ref", "class"} else None)
    state.bind(name, Type("class", path))
    state.writes[("base", path)] = Type("tuple", items=tuple(found))
    state.scopes.append(Scope(path, "class"))
    statements.execute_block(state, node.child_by_field_name("body"))
    state.scopes.pop()
