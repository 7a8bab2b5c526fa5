"""kill -9 of the server while a model grades: no submission is lost or graded twice, and no answer is paid
twice that was in the call log."""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
from sqlmodel import Session, col, select

from app.core.db import Database
from app.grading.models import AssessmentRecord, Coaching, CoachState, FrozenSubmission
from app.llm.models import ANSWERED, REPEATED, ModelCall
from app.llm.scripted import Asked, ScriptedModel
from tests.bench.servers import Server, free_port, signed_in, start_vigie
from tests.mini import mark, write_mini
from tests.practice.modelled import generous

KILLS = 100
HANDED_IN = 2
"""Submissions between two deaths of the server."""

RUNS = 3
MOMENT = 0.03
"""Seconds that the model takes at most for an answer."""

PATIENCE = 20.0
MOST_SECONDS = 60.0


@dataclass(frozen=True)
class Found:
    """What there is when all is done. `lost` were acknowledged and have no submission, `undone` no complete
    grade; `graded_twice` have more than one; `paid_twice` are answers to what was answered in the log
    already; `asked_beyond` are requests beyond one a run, each of which a death must explain."""

    kills: int
    submissions: int
    lost: int
    undone: int
    graded_twice: int
    paid_twice: int
    asked_beyond: int


class Trainee:
    """Hands in submissions that differ from each other and leave questions open."""

    def __init__(self, client: httpx2.Client) -> None:
        self.client = client
        self.acknowledged = 0

    def hand_in(self) -> None:
        """One submission; what a dying server does not acknowledge is handed in again next time."""
        attempt = self._post("/api/v1/exercises/mini/attempts")["id"]
        address, word = f"/api/v1/attempts/{attempt}", uuid4().hex
        annotation = mark("75 €", comment=f"Étrange, ce montant {word}.")
        self.client.put(f"{address}/annotations/{uuid4()}", json=annotation).raise_for_status()
        text = {"text": f"Bonjour Madame, 65 € le mètre carré, des arrhes à prévoir {word}."}
        self.client.put(f"{address}/rewrite", json=text).raise_for_status()
        self._post(f"{address}/submit")
        self.acknowledged += 1

    def _post(self, address: str) -> Any:
        answer = self.client.post(address)
        answer.raise_for_status()
        return answer.json()


def crash_often(folder: Path, kills: int) -> Found:
    """Kill the server `kills` times while it hands submissions to the model, then let it finish."""
    write_mini(folder / "exercises")
    path, port = folder / "vigie.db", free_port()
    with ScriptedModel(thoughtful) as model:
        settings = {"VIGIE_LLM_BASE_URL": model.base_url, "VIGIE_LLM_MODEL": "small"}
        server = start_vigie(path, port, folder / "exercises", **settings)
        with signed_in(server) as client:
            trainee = Trainee(client)
            for _ in range(kills):
                die_while_grading(server, trainee, model)
                server = start_vigie(path, port, folder / "exercises", **settings)
            for _ in range(HANDED_IN):
                trainee.hand_in()
        db = Database(f"sqlite:///{path}")
        wait_until_done(db)
        server.kill()
        found = audit(db, kills, trainee.acknowledged, len(model.requests))
        db.close()
    return found


def thoughtful(asked: Asked) -> dict[str, Any]:
    """Takes a moment over each answer."""
    time.sleep(random.uniform(0, MOMENT))  # noqa: S311 - a moment, not a secret
    return generous(asked)


def die_while_grading(server: Server, trainee: Trainee, model: ScriptedModel) -> None:
    """Kill the server at any moment: while something is handed in, between the hand-in and the grade, at any
    request to the model or at the writing after it, or when all is done."""
    at_request = random.randint(0, HANDED_IN * (RUNS + 1))  # noqa: S311 - a moment, not a secret
    killer = threading.Thread(target=kill_at_request, args=(server, model, at_request))
    killer.start()
    try:
        for _ in range(HANDED_IN):
            trainee.hand_in()
    except (httpx2.TransportError, httpx2.HTTPStatusError):
        pass  # it died first; the open attempt is taken up again after the next start
    finally:
        killer.join()


def kill_at_request(server: Server, model: ScriptedModel, number: int) -> None:
    """Kill a moment after so many further requests to the model (0: some time soon)."""
    goal, deadline = len(model.requests) + number, time.monotonic() + PATIENCE
    while len(model.requests) < goal and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(random.uniform(0, 2 * MOMENT))  # noqa: S311 - a moment, not a secret
    server.kill()


def wait_until_done(db: Database) -> None:
    deadline = time.monotonic() + MOST_SECONDS
    while time.monotonic() < deadline and db.read(is_under_way):
        time.sleep(0.05)


def is_under_way(session: Session) -> bool:
    waiting = session.exec(select(Coaching).where(col(Coaching.state) == CoachState.WAITING)).first()
    return waiting is not None or bool(_undone(session))


def _undone(session: Session) -> int:
    complete = {r.submission_id for r in session.exec(select(AssessmentRecord)) if not r.provisional}
    return sum(one.id not in complete for one in session.exec(select(FrozenSubmission)))


def audit(db: Database, kills: int, acknowledged: int, requests: int) -> Found:
    def look(session: Session) -> Found:
        submissions = len(session.exec(select(FrozenSubmission)).all())
        complete = Counter(
            r.submission_id for r in session.exec(select(AssessmentRecord)) if not r.provisional
        )
        answered = Counter(c.key for c in session.exec(select(ModelCall)) if c.outcome == ANSWERED)
        repeated = sum(c.outcome == REPEATED for c in session.exec(select(ModelCall)))
        return Found(
            kills=kills,
            submissions=submissions,
            lost=max(0, acknowledged - submissions),
            undone=_undone(session),
            graded_twice=sum(count > 1 for count in complete.values()),
            paid_twice=repeated + sum(count > 1 for count in answered.values()),
            asked_beyond=requests - submissions * (RUNS + 1),
        )

    return db.read(look)


def complain(found: Found) -> list[str]:
    """What is wrong, in words. At most one request is under way at a death, and one answer not yet kept."""
    wrong = {"lost": found.lost, "undone": found.undone, "graded twice": found.graded_twice}
    wrong |= {"paid twice": found.paid_twice}
    said = [f"{count} {what}" for what, count in wrong.items() if count]
    if found.asked_beyond > found.kills:
        said.append(f"{found.asked_beyond} requests beyond one a run, after {found.kills} deaths")
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as folder:
        found = crash_often(Path(folder), kills)
    print(
        f"kill -9 while a model grades, {found.kills} times: {found.submissions} submissions, {found.lost} "
        f"lost, {found.undone} without a complete grade, {found.graded_twice} graded twice, "
        f"{found.paid_twice} recorded answers paid twice, {found.asked_beyond} requests that died on the way"
    )
    if complain(found):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
