import mxnet as mx


class ModuleDict(mx.gluon.Block):
    """A dictionary of blocks; each is registered under its key, and an attribute."""

    def __init__(self, modules=None):
        super().__init__()
        self.update(modules or {})

    def __getitem__(self, key):
        return self._children[key]

    def __setitem__(self, key, block):
        setattr(self, key, block)

    def __contains__(self, key):
        return key in self._children

    def __iter__(self):
        return iter(self._children)

    def __len__(self):
        return len(self._children)

    def keys(self):
        return self._children.keys()

    def values(self):
        return self._children.values()

    def items(self):
        return self._children.items()

    def update(self, modules):
        for key, block in dict(modules).items():
            self[key] = block
