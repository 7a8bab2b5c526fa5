"""The scripted model as a process of its own: `python -m tests.cluster.model PORT SECONDS`.

It answers every question in the trainee's favour and coaches, each time after so many seconds."""

from __future__ import annotations

import signal
import sys

from app.llm.scripted import Asked, ScriptedModel, slow
from tests.attacks.judges import fields_in
from tests.practice.modelled import answers, is_coach


def obliging(asked: Asked) -> dict[str, object]:
    return _paragraph(asked) if is_coach(asked) else answers(asked, lambda one: one.good)


def _paragraph(asked: Asked) -> dict[str, object]:
    """Quotes the beginning of the longest text, as whoever wants to be shown must."""
    field, text = max(fields_in(asked).items(), key=lambda one: len(one[1]))
    quote = " ".join(text.split()[:6])
    return {"paragraph": f"Vous écrivez « {quote} » : gardez ce souci.", "field": field, "quote": quote}


def main() -> None:
    port, seconds = int(sys.argv[1]), float(sys.argv[2])
    with ScriptedModel(slow(seconds, obliging), port=port) as model:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        sys.stdout.write(f"model: {model.base_url}\n")
        sys.stdout.flush()
        signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    main()
