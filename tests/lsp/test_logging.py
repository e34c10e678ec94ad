from __future__ import annotations

import logging

import pytest
from pygls.exceptions import JsonRpcInternalError

import gluonize.lsp.server  # noqa: F401


@pytest.mark.parametrize(("error", "logged"), [(JsonRpcInternalError("no such place"), False), (ValueError(), True)])
def test_an_answer_that_says_no_is_logged_without_a_traceback(
    caplog: pytest.LogCaptureFixture, error: Exception, logged: bool
) -> None:
    try:
        raise error
    except Exception:
        logging.getLogger("pygls.protocol.json_rpc").exception("Exception occurred")
    assert bool(caplog.records) == logged
