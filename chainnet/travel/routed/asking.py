"""Asking a service over HTTP for JSON: with a time limit, again where it may help, and errors said plainly."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from chainnet.errors import InputError, Said

_AGAIN = (429, 500, 502, 503, 504)
"""Statuses of a service that is busy or starting."""
_SHOWN = 300  # characters of what a service says


class RefusedError(Exception):
    """The service understood and said no: its HTTP status, its own code and its words."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text

    def __str__(self) -> str:
        status = f"HTTP {self.status}" if self.status >= HTTPStatus.BAD_REQUEST else ""
        return ": ".join(part for part in (f"{status} {self.code}".strip(), self.text) if part)


class OddError(Exception):
    """The service answered something else than its API says."""

    def __init__(self, said: Said) -> None:
        super().__init__(str(said))
        self.said = said


class SilentError(Exception):
    """The service gave no answer, or none that can be used, however often it was asked."""


@dataclass
class Service:
    """A service at a URL.

    Parameters
    ----------
    url : str
        Where it is, without the path of a request.
    timeout : float
        Seconds to wait for an answer.
    tries : int
        How often to ask before giving up.
    wait : float
        Seconds before the second try; each later one waits twice as long.
    tell : callable
        Takes a message about each try that failed.
    """

    url: str
    timeout: float = 60.0
    tries: int = 3
    wait: float = 1.0
    tell: Callable[[Said], None] = field(default=lambda said: None, repr=False)

    def __post_init__(self) -> None:
        self.url = self.url.rstrip("/")
        if not self.url.startswith(("http://", "https://")):
            problem = Said(f"{self.url!r} is no address of a router", f"“{self.url}”不是路径服务的地址")
            hint = Said("write as in osrm:http://127.0.0.1:5000", "写法如 osrm:http://127.0.0.1:5000")
            raise InputError.one(problem, hint=hint)

    def get(self, path: str) -> Any:
        """Return the JSON that a path answers with."""
        return self._answer(urllib.request.Request(self.url + path))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Return the JSON that a path answers a body with."""
        data, kind = json.dumps(body).encode(), {"Content-Type": "application/json"}
        return self._answer(urllib.request.Request(self.url + path, data=data, headers=kind))

    def _answer(self, request: urllib.request.Request) -> Any:
        """Return what the service answers.

        Raises
        ------
        RefusedError
            Where it says no in a way that asking again won't change.
        SilentError
            Where it fails, or says nothing, every time.
        """
        for trial in range(1, self.tries + 1):
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                    return json.loads(answer.read())
            except urllib.error.HTTPError as error:
                refused = _refused(error)
                if error.code not in _AGAIN:
                    raise refused from None
                why = str(refused)
            except ValueError as error:
                raise SilentError(f"no JSON ({error})") from error
            except (OSError, http.client.HTTPException) as error:  # refused, cut off, timed out
                why = str(getattr(error, "reason", error)) or type(error).__name__
            if trial < self.tries:
                pause = self.wait * 2 ** (trial - 1)
                en = f"the router at {self.url} failed ({why}); trying again in {pause:g} s"
                self.tell(Said(en, f"路径服务 {self.url} 出错（{why}）；{pause:g} 秒后重试"))
                time.sleep(pause)
        raise SilentError(why)


def _refused(error: urllib.error.HTTPError) -> RefusedError:
    """Read what OSRM (code, message) or Valhalla (error_code, error) says of a refusal."""
    with error:
        text = error.read().decode(errors="replace")
    try:
        said = refusal(error.code, json.loads(text))
    except ValueError:  # words, or a page for a browser
        said = RefusedError(error.code, "", "" if text.lstrip().startswith("<") else text.strip()[:_SHOWN])
    return said if said.code or said.text else RefusedError(error.code, "", error.reason)


def refusal(status: int, said: Any) -> RefusedError:
    """Return the refusal that an engine words as JSON.

    Examples
    --------
    >>> print(refusal(200, {"code": "InvalidQuery", "message": "no such option"}))
    InvalidQuery: no such option
    """
    known = said if isinstance(said, dict) else {}
    code = known.get("code", known.get("error_code", ""))
    text = str(known.get("message", known.get("error", "" if code else said)))
    return RefusedError(status, str(code), text.strip()[:_SHOWN])
