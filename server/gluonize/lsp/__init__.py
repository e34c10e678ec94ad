"""The language server protocol: routing, and conversion of positions, types and settings."""

from __future__ import annotations


def serve(tcp: tuple[str, int] | None = None) -> int:
    """Run the language server until the client ends it, over stdio or on the address `tcp`; the exit code."""
    from gluonize.lsp.routes import create_server

    return create_server().run(tcp)


__all__ = ["serve"]
