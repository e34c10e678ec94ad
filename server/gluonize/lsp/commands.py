"""The commands that a client can ask for: compare, convert a file, show the readiness."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.uris import to_fs_path

from gluonize.errors import UsageError
from gluonize.features.code_actions import to_confirm
from gluonize.features.readiness import Readiness, readiness
from gluonize.files.programs import read_program
from gluonize.lsp import diagnostics, outcomes
from gluonize.lsp.closed import files
from gluonize.lsp.comparing import run_task, task_of, turn
from gluonize.lsp.convert import Confirmation, workspace_edit
from gluonize.lsp.documents import Program, new_part
from gluonize.lsp.positions import Text
from gluonize.lsp.progress import reporting
from gluonize.lsp.server import GluonizeServer
from gluonize.rewriter import convert, findings
from gluonize.rewriter.model import Finding

Command = Callable[[GluonizeServer, dict[str, Any], "types.ProgressToken | None"], Awaitable[Any]]


async def execute(server: GluonizeServer, params: types.ExecuteCommandParams) -> Any:
    """Run a command; its one argument is an object. Raises UsageError for an unknown command or argument."""
    command = COMMANDS.get(params.command)
    if command is None:
        raise UsageError(f"There is no command {params.command}: use one of {', '.join(COMMANDS)}.")
    argument = params.arguments[0] if params.arguments else {}
    if not isinstance(argument, dict):
        raise UsageError(f"{params.command} takes one object, such as {{'uri': ...}}.")
    return await command(server, argument, params.work_done_token)


async def compare(
    server: GluonizeServer, argument: dict[str, Any], token: types.ProgressToken | None
) -> dict[str, Any]:
    """Run a program and its conversion and compare them; the report, and the path of its page."""
    program = _program(server, argument)
    task = task_of(server, program, argument)
    diagnostics.compared(server, program, ())
    async with reporting(server, f"Comparing {task.title} with MXNet", token) as report, turn(server, report):
        answer = await run_task(task, report)
    if program.document.text == task.text:
        diagnostics.compared(server, program, outcomes.marks(program.document.data, answer["report"]))
    return answer


async def convert_file(
    server: GluonizeServer, argument: dict[str, Any], token: types.ProgressToken | None
) -> dict[str, Any]:
    """Convert a whole file: in the editor where it can be asked to, else as an edit in the answer."""
    program = _program(server, argument)
    conversion = convert(program.document, server.catalogue, server.settings.target)
    confirmation = Confirmation(*to_confirm(conversion.converted))
    edit = workspace_edit(program, conversion.edits, server.client, confirmation)
    summary = _summary(conversion.converted, conversion.remaining)
    if conversion.edits and edit is None:
        raise UsageError("The conversion joins lines of two cells: convert the cells one by one.")
    if edit is None or not server.client.apply_edit:
        return {"summary": summary, "applied": False, "edit": edit}
    asked = types.ApplyWorkspaceEditParams(edit=edit, label="Convert to MXNet")
    answer = await server.workspace_apply_edit_async(asked)
    if not answer.applied:
        summary = f"The editor did not apply the conversion: {answer.failure_reason or 'it gave no reason'}."
    return {"summary": summary, "applied": answer.applied}


async def show_readiness(
    server: GluonizeServer, argument: dict[str, Any], token: types.ProgressToken | None
) -> dict[str, Any]:
    """How much of a file, or of the whole workspace, converts by itself."""
    if argument.get("uri"):
        program = _program(server, argument)
        found = {Path(program.path).name: program.findings(server.catalogue, server.settings.target)}
    else:
        async with reporting(server, "Reading the workspace", token) as report:
            found = {}
            for path, opened in files(server):
                await report(path.name, None)
                found[_shown(server, path)] = _findings(server, path, opened)
    counted = {name: readiness(listed) for name, listed in found.items()}
    total = readiness(finding for listed in found.values() for finding in listed)
    return {**total.as_json(), "files": _file_counts(counted), "markdown": _markdown(total, counted)}


def _shown(server: GluonizeServer, path: Path) -> str:
    """A file's path below its workspace folder."""
    roots = (Path(root) for root in map(to_fs_path, server.folders) if root is not None)
    return next((str(path.relative_to(root)) for root in roots if path.is_relative_to(root)), str(path))


COMMANDS: dict[str, Command] = {
    "gluonize.compare": compare,
    "gluonize.convertFile": convert_file,
    "gluonize.readiness": show_readiness,
}


def _program(server: GluonizeServer, argument: dict[str, Any]) -> Program:
    """The program that an argument's `uri` names, open or on disk. Raises UsageError."""
    uri = argument.get("uri")
    if not isinstance(uri, str):
        raise UsageError("The command needs the uri of a file.")
    program = server.documents.program(uri)
    if program is not None:
        return program
    path = to_fs_path(uri)
    if path is None or not Path(path).is_file() or path.endswith(".ipynb"):
        raise UsageError(f"{uri} is not open in the editor: open it first.")
    text = read_program(Path(path)).source.text
    return Program(uri, [new_part(uri, None, Text(text, server.encoding), notebook=False)])


def _findings(server: GluonizeServer, path: Path, program: Program | None) -> tuple[Finding, ...]:
    if program is not None:
        return program.findings(server.catalogue, server.settings.target)
    return findings(read_program(path).document, server.catalogue, server.settings.target)


def _summary(converted: Iterable[Finding], remaining: Iterable[Finding]) -> str:
    done, left = len(tuple(converted)), len(tuple(remaining))
    if not done and not left:
        return "There is no PyTorch to convert."
    return f"Converted {done} of {done + left} uses of PyTorch; {left} remain."


def _file_counts(counted: dict[str, Readiness]) -> dict[str, Any]:
    return {name: count.as_json() for name, count in counted.items() if count.total}


def _markdown(total: Readiness, counted: dict[str, Readiness]) -> str:
    summary = (
        f"{total.total} uses of PyTorch: **{total.automatic_share:.0%}** convert by themselves, "
        f"**{total.noted_share:.0%}** with a note to read, **{total.never_share:.0%}** not."
    )
    categories = [f"| {category.value} | {count} |" for category, count in total.by_category]
    blocks = ["# Readiness for MXNet", summary, "\n".join(["| category | uses |", "|---|--:|", *categories])]
    if len(counted) > 1:
        rows = [
            f"| {name} | {count.automatic} | {count.noted} | {count.never} |"
            for name, count in sorted(counted.items())
            if count.total
        ]
        blocks.append("\n".join(["| file | automatic | with a note | not |", "|---|--:|--:|--:|", *rows]))
    return "\n\n".join(blocks) + "\n"
