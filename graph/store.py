"""The graph behind one driver: the official neo4j driver over Bolt, whichever server answers.

Every statement runs in a managed transaction, so that the driver repeats what a server asks to repeat. All our writes
may run twice with the same effect, which is what makes that safe.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from graph.home import Home
from ingest.errors import ZhengtuError
from ingest.imports import without

T = TypeVar("T")
Rows = list[dict[str, Any]]

SCHEMES = tuple(f"{scheme}{security}" for scheme in ("bolt", "neo4j") for security in ("", "+s", "+ssc"))


# The driver takes pandas and pyarrow only to accept their types as parameters. We never pass any, and leaving them out
# takes half a second off every cold answer.
with without("pandas", "pyarrow"):
    import neo4j
    from neo4j.exceptions import (
        AuthError,
        ClientError,
        ConfigurationError,
        ConstraintError,
        DriverError,
        Forbidden,
        Neo4jError,
        ServiceUnavailable,
        SessionExpired,
    )

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction


class Transaction:
    """Several statements that happen together or not at all; given to the function of :meth:`Store.transaction`."""

    def __init__(self, tx: ManagedTransaction) -> None:
        self._tx = tx

    def run(self, query: str, **params: Any) -> Rows:
        return self._tx.run(query, params).data()

    def run_rows(self, query: str, rows: Iterable[dict[str, Any]], batch: int = 2000) -> int:
        """One ``UNWIND $rows`` statement over all rows, batch by batch; how many rows there were."""
        rows, count = iter(rows), 0
        while part := list(islice(rows, batch)):
            self._tx.run(query, rows=part).consume()
            count += len(part)
        return count


class Store:
    """A graph database. ``connect`` gives a driver whose server has just answered; it is called again when an embedded
    server has gone away meanwhile (idle, or stopped). ``place`` says where the graph is, without secrets."""

    def __init__(self, connect: Callable[[], Driver], database: str | None, place: str, revive: bool = False) -> None:
        self._connect, self._database, self._revive = connect, database, revive
        self.place = place
        self._reviving = Lock()
        self._driver = connect()

    def read(self, query: str, **params: Any) -> Rows:
        return self._run("execute_read", lambda tx: Transaction(tx).run(query, **params))

    def write(self, query: str, **params: Any) -> Rows:
        return self._run("execute_write", lambda tx: Transaction(tx).run(query, **params))

    def write_rows(self, query: str, rows: Iterable[dict[str, Any]], batch: int = 2000) -> int:
        """One ``UNWIND $rows`` statement over all rows in one transaction; how many rows there were."""
        kept = list(rows)  # the transaction may run twice
        return self._run("execute_write", lambda tx: Transaction(tx).run_rows(query, kept, batch))

    def transaction(self, work: Callable[[Transaction], T]) -> T:
        """``work`` in one transaction: all of it or nothing. It may be called again, so it must not change what it
        closes over."""
        return self._run("execute_write", lambda tx: work(Transaction(tx)))

    def close(self) -> None:
        self._driver.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self, mode: str, work: Callable[[ManagedTransaction], T]) -> T:
        for attempt in range(3):
            driver = self._driver
            try:
                with driver.session(database=self._database) as session:
                    return cast(T, getattr(session, mode)(work))
            except ConstraintError as error:  # two writers met on one new key: the second finds it on its next try
                if attempt == 2:
                    raise ZhengtuError(f"graph {self.place}: {_words(error)}") from error
                time.sleep(0.05)
            except (ServiceUnavailable, SessionExpired, AuthError) as error:
                if not self._revive or attempt:
                    raise explain(error, self.place) from error
                with self._reviving:  # the first thread to see it calls the server back for all
                    if self._driver is driver:
                        self._driver = self._connect()  # where it fails the old one stays, for the next try
                        driver.close()
            except (Neo4jError, DriverError) as error:
                raise explain(error, self.place) from error
        raise AssertionError("unreachable")


def open_store(
    home: Home,
    uri: str | None = None,
    username: str | None = None,
    password: str | None = None,
    database: str | None = None,
) -> Store:
    """The graph of a home: on the Neo4j at ``uri`` where one is given, else on the home's embedded server, which is
    started if none runs. ZhengtuError, one line, when it cannot be reached."""
    if uri:
        auth = (username or "neo4j", password) if password else None
        return Store(lambda: driver(uri, auth), database, uri)
    from graph import embedded

    return Store(lambda: embedded.ensure(home), embedded.DATABASE, "embedded", revive=True)


def driver(uri: str, auth: tuple[str, str] | None, **settings: Any) -> Driver:
    """A driver whose server has answered and let us in; ZhengtuError otherwise."""
    if uri.partition("://")[0] not in SCHEMES:
        raise ZhengtuError(f"graph {uri}: not an address of a Neo4j; like bolt://localhost:7687")
    try:
        made = neo4j.GraphDatabase.driver(
            uri,
            auth=auth,
            connection_timeout=settings.pop("connection_timeout", 5.0),
            max_transaction_retry_time=settings.pop("max_transaction_retry_time", 15.0),
            notifications_disabled_classifications=["UNRECOGNIZED"],  # labels that an empty graph does not know yet
            **settings,
        )
    except (ConfigurationError, ValueError) as error:
        raise ZhengtuError(
            f"graph {uri}: not an address of a Neo4j ({_words(error)}); like bolt://localhost:7687"
        ) from None
    try:
        made.verify_connectivity()
    except (Neo4jError, DriverError, OSError, ValueError) as error:
        made.close()
        raise explain(error, uri) from error
    return made


def explain(error: Exception, place: str) -> ZhengtuError:
    """What a driver's error means for a user, in one line."""
    if isinstance(error, AuthError):
        what = "user or password refused; set NEO4J_USERNAME and NEO4J_PASSWORD"
    elif isinstance(error, ServiceUnavailable | SessionExpired | OSError):
        what = "no answer; is Neo4j running there?"
    elif isinstance(error, Forbidden):
        what = f"may not be written ({_words(error)})"
    elif isinstance(error, ClientError) and "DatabaseNotFound" in (error.code or ""):
        what = "no database of that name; set NEO4J_DATABASE"
    else:
        what = _words(error)
    return ZhengtuError(f"graph {place}: {what}")


def _words(error: Exception) -> str:
    words = getattr(error, "message", None) or str(error)
    return " ".join(words.split())[:300]
