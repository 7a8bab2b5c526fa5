"""The way to a model: any OpenAI-compatible endpoint, asked patiently but within bounds.

The only module that knows `openai`, which is imported when a client is made: it takes a second and a half.
Of that library the request, the authentication and the errors are used; retries, time limits and the reading
of answers are ours, because a failed answer must be kept for the log as well, with the tokens it cost.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic

import httpx2

from app.core.logs import log
from app.llm.breaker import Breaker
from app.llm.budget import Budget, Payer, Purse
from app.llm.delays import delay_before, read_retry_after
from app.llm.dialect import Dialect, request_body
from app.llm.faults import ErrorBody, Fault, fault_of_status
from app.llm.protocol import Answer, Kind, ModelError, ModelSettings, Parsed, Prompt, Usage, estimate_tokens
from app.llm.reading import Reading, read_completion
from app.llm.wire import http_client, within

if TYPE_CHECKING:
    import openai

__all__ = ["Answer", "Kind", "ModelClient", "ModelError", "ModelSettings", "Prompt", "Usage"]


def _always(_tokens: int) -> bool:
    return True


class ModelClient:
    """Asks one model. Thread-safe: at most `settings.concurrency` requests are under way at a time.

    `may_spend` is given the tokens that a request may cost, with those set aside for the ones under way, and
    says whether the budget has them; it is called from the thread that asks. Where several processes share
    the bound, `slots` gives what each request is made in; where they share what is set aside, `budget` keeps
    it. What these raise ends the asking, as does what `sleep` raises. `clock` counts seconds, `random` gives
    0..1; both are there for tests. Raises `ModelError` (misconfigured) for an address or a key that cannot be
    used.
    """

    def __init__(
        self,
        settings: ModelSettings,
        may_spend: Callable[[int], bool] = _always,
        *,
        slots: Callable[[], AbstractContextManager[object]] | None = None,
        budget: Purse | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = random.random,
    ) -> None:
        self.settings = settings
        self._clock, self._sleep, self._random = clock, sleep, random
        self._endpoint = _Endpoint(settings)
        self._budget: Purse = budget or Budget(may_spend)
        own = threading.BoundedSemaphore(settings.concurrency)
        self._slots = slots or (lambda: own)
        self._breaker = Breaker(settings.breaker_failures, settings.breaker_seconds, clock)
        self._dialect = Dialect()

    @property
    def circuit_is_open(self) -> bool:
        """Whether the endpoint failed so often that it is left alone for now."""
        return self._breaker.is_open

    def ask(self, prompt: Prompt, shape: type[Parsed]) -> Answer[Parsed]:
        """One answer of the given shape. Raises `ModelError` when there is none after bounded attempts.

        Takes at most (retries + 1) · seconds, the delays between, and the wait for free slots.
        """
        call = _Call(prompt, shape, self._clock())
        with self._budget.account() as account:
            while True:
                try:
                    return self._answer(call, self._attempt(call, account))
                except Fault as fault:
                    self._wait_or_give_up(call, fault)

    def close(self) -> None:
        self._endpoint.close()

    def _attempt(self, call: _Call[Parsed], account: Payer) -> Reading[Parsed]:
        """One attempt, in a slot and past the breaker."""
        with self._slots():
            if not self._breaker.allow():
                raise Fault("circuit-open", "the endpoint keeps failing and is left alone for now")
            try:
                reading = self._request(call, account, self._dialect)
            except BaseException as error:
                self._report(error)
                raise
            self._breaker.succeeded()
            return reading

    def _request(self, call: _Call[Parsed], account: Payer, dialect: Dialect) -> Reading[Parsed]:
        """One request, and one more for each peculiarity of the server that its error reveals."""
        call.body = request_body(call.prompt, call.shape, self.settings, dialect)
        account.set_aside(estimate_tokens(call.asked) + self.settings.max_output_tokens)
        call.attempts += 1
        try:
            answer = self._endpoint.post(call.body)
        except Fault as fault:
            other = dialect.adapted(fault.status, fault.error)
            if other is None:
                raise
            return self._request(call, account, other)
        self._dialect = dialect
        return read_completion(answer, call.shape, call.asked)

    def _report(self, error: BaseException) -> None:
        """Tell the breaker what a failed attempt says about the endpoint."""
        if not isinstance(error, Fault) or error.kind == "budget":
            self._breaker.abandoned()
        elif not error.endpoint_is_down:
            self._breaker.succeeded()
        elif self._breaker.failed(self._pause(error)):
            log.warning("model_circuit_opened", kind=error.kind, detail=error.detail)

    def _pause(self, fault: Fault) -> float | None:
        """The server's Retry-After, where it is too long to be waited for."""
        asked = fault.retry_after
        return asked if asked is not None and asked > self.settings.longest_delay else None

    def _wait_or_give_up(self, call: _Call[Any], fault: Fault) -> None:
        call.faults.append(fault)
        failures = len(call.faults)
        again = fault.may_retry(failures, self.settings.retries) and not self._pause(fault)
        write = log.info if again else log.warning
        write(
            "model_attempt_failed",
            prompt=f"{call.prompt.name}/v{call.prompt.version}",
            kind=fault.kind,
            detail=fault.detail,
            failures=failures,
            again=again,
        )
        if not again:
            raise call.error(self._clock()) from None
        first, longest = self.settings.first_delay, self.settings.longest_delay
        self._sleep(delay_before(failures, first, longest, fault.retry_after, self._random))

    def _answer(self, call: _Call[Parsed], reading: Reading[Parsed]) -> Answer[Parsed]:
        return Answer(
            parsed=reading.parsed,
            raw=reading.raw,
            usage=call.usage + reading.usage,
            model=reading.model or self.settings.model,
            seconds=self._clock() - call.started,
            attempts=call.attempts,
            request=call.body,
        )


@dataclass
class _Call(Generic[Parsed]):
    """One question on its way: what was sent last, and all that went wrong so far."""

    prompt: Prompt
    shape: type[Parsed]
    started: float
    body: dict[str, Any] = field(default_factory=dict)
    attempts: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def asked(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    @property
    def usage(self) -> Usage:
        return sum((fault.usage for fault in self.faults), Usage())

    def error(self, now: float) -> ModelError:
        """Of the last fault; where the breaker opened meanwhile, of the one that made it open."""
        fault = next((f for f in reversed(self.faults) if f.kind != "circuit-open"), self.faults[-1])
        return ModelError(
            kind=fault.kind,
            detail=fault.detail,
            attempts=self.attempts,
            usage=self.usage,
            raw=fault.raw,
            request=self.body,
            seconds=now - self.started,
            retry_after=fault.retry_after,
        )


class _Endpoint:
    """POST …/chat/completions through `openai`, once: every failure as a `Fault`."""

    def __init__(self, settings: ModelSettings) -> None:
        import openai

        self._errors = openai
        self._seconds = settings.seconds
        self._client = openai.OpenAI(
            base_url=_address(settings),
            api_key=_key(settings),
            max_retries=0,
            http_client=http_client(settings),
        )

    def post(self, body: dict[str, Any]) -> bytes:
        with within(self._seconds) as deadline:
            try:
                answer = self._client.post("/chat/completions", body=body, cast_to=httpx2.Response).content
            except self._errors.OpenAIError as error:
                if not deadline.passed:
                    raise self._fault(error) from None
        if deadline.passed:  # even with an answer: one without a length ends where it was cut
            raise self._too_late()
        return answer

    def _fault(self, error: openai.OpenAIError) -> Fault:
        if isinstance(error, self._errors.APIStatusError):
            told, asked = ErrorBody.read(error.response.text), read_retry_after(error.response.headers)
            return fault_of_status(error.status_code, told, asked)
        if isinstance(error, self._errors.APITimeoutError):
            return self._too_late()
        return Fault("connection", type(error.__cause__ or error).__name__)

    def _too_late(self) -> Fault:
        return Fault("timeout", f"no whole answer within {self._seconds:g} s")

    def close(self) -> None:
        self._client.close()


def _address(settings: ModelSettings) -> httpx2.URL:
    """Checked here, since the library would report a malformed address as a lost connection."""
    try:
        url = httpx2.URL(settings.base_url)
    except httpx2.InvalidURL:
        url = httpx2.URL()
    if url.scheme not in {"http", "https"} or not url.host:
        raise ModelError("misconfigured", "VIGIE_LLM_BASE_URL is no http:// or https:// address")
    return url


def _key(settings: ModelSettings) -> str:
    """Never empty: without a key the library would send that of OPENAI_API_KEY to this address."""
    if not (settings.api_key.isascii() and settings.api_key.isprintable()):
        raise ModelError("misconfigured", "VIGIE_LLM_API_KEY holds characters that no key has")
    return settings.api_key.strip() or "none"
