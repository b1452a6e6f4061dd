"""What ends a command: one message with what failed and what to do."""

from fxcli.text import Both


class FxError(Exception):
	"""A failure the user can act on. `failed`: what happened. `advice`: what to do next."""

	def __init__(self, failed: Both, advice: Both) -> None:
		super().__init__(failed.en)
		self.failed = failed
		self.advice = advice


class SourcesUnreachable(FxError):
	"""Frappe or ERPNext could not be fetched: the bench cannot be built here."""


class CommandFailed(FxError):
	"""A child process ended with an error; `tail` holds its last lines."""

	def __init__(self, failed: Both, advice: Both, tail: str = "") -> None:
		super().__init__(failed, advice)
		self.tail = tail


def render(error: FxError, step: Both | None, log: str) -> str:
	"""The message for the terminal: the step, what failed, what to do, where the details are."""
	lines = ["", "✗ 未完成 · not finished"]
	if step:
		lines.append(f"  步骤 step    {step}")
	lines += [
		f"  原因 failed  {error.failed.zh}",
		f"               {error.failed.en}",
		f"  处理 to do   {error.advice.zh}",
		f"               {error.advice.en}",
	]
	if log:
		lines.append(f"  详情 details {log}")
	return "\n".join(lines)
