import re


def named_parameters(block):
    """List the parameters of a Gluon block that can be trained, each once, with the names that PyTorch gives them."""
    found = {}

    def visit(part, prefix):
        for name, parameter in part._reg_params.items():
            recurrent = re.fullmatch(r"(?:([lr])(\d+)_)?([ih])2h_(weight|bias)", name)
            if recurrent and re.search("RNN|LSTM|GRU", type(part).__name__):
                direction, layer, source, kind = recurrent.groups()
                name = f"{kind}_{source}h" + (f"_l{layer}" if layer else "") + "_reverse" * (direction == "r")
            elif "Norm" in type(part).__name__:
                name = {"gamma": "weight", "beta": "bias"}.get(name, name)
            if parameter._differentiable:
                found.setdefault(id(parameter), (prefix + name, parameter))
        for name, child in part._children.items():
            visit(child, f"{prefix}{name}.")

    visit(block, "")
    return list(found.values())
