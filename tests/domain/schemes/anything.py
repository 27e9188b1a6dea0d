"""Any scheme and any facts, for the tests of what holds whatever a scheme says and whoever applies."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from cmsdesk.domain.schemes.facts import (
    Credential,
    Document,
    Facts,
    LedgerLine,
    Period,
    Statement,
    TopicMark,
    Waiver,
    Window,
)
from cmsdesk.domain.schemes.model import Scheme

Data = dict[str, Any]

_WORDS = {"nl": "Iets", "en": "Something"}
_ROLES = ("candidate", "client", "assessor")
_TOPICS = ("plan", "file", "talk")
_CREDENTIALS = ("title:PRO", "membership:A", "diploma")
_BODIES = ("", "A", "B", "a ")
_MARKS = ("seen", "signed")
_CIRCUMSTANCE = "gaps"
_MOST = 30  # requirements in a tree


def _part(**values: Any) -> Data:
    return {"name": _WORDS} | values


def _maybe(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Data]:
    """A key that may be left out."""
    return st.just({}) | values.map(lambda value: {name: value})


def _table(fixed: Data, *keys: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    return st.tuples(*keys).map(
        lambda found: {key: value for part in ({"name": _WORDS} | fixed, *found) for key, value in part.items()}
    )


def _some(values: tuple[str, ...], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=3, unique=True)


_COMMON = (
    _maybe("gate", st.sampled_from(["submit", "candidate", "decision", "certificate"])),
    _maybe("when", st.just(_CIRCUMSTANCE)),
    _maybe("waivable_by", st.sampled_from(_ROLES)),
    _maybe("remediable", st.booleans()),
)
_MONTHS = st.integers(0, 120) | st.just(1200)
_LEAVES = st.one_of(
    _table({"kind": "duration", "ledger": "work"}, st.integers(1, 60).map(lambda least: {"min": least}), *_COMMON),
    _table(
        {"kind": "points"},
        st.sampled_from(["learning", "years", "jobs"]).map(lambda ledger: {"ledger": ledger}),
        st.decimals("0.01", 60, places=2).map(lambda least: {"min": least}),
        _maybe("dated_after", st.sampled_from(["title:PRO", "diploma"])),
        _maybe("within", st.just("current_validity")),
        _maybe("within_months", _MONTHS),
        _maybe("not_used_for", st.just(["PRO"])),
        _maybe("caps", st.lists(st.decimals("0.01", 50, places=2).map(lambda most: {"category": "reading", "max": most}), max_size=1)),
        *_COMMON,
    ),
    _table(
        {"kind": "held"},
        _some(_CREDENTIALS, 1).map(lambda names: {"credentials": names}),
        _maybe("state", st.sampled_from(["active", "any"])),
        _maybe("issuers", _some(("A", "B", "*"))),
        _maybe("min_level", st.integers(1, 8)),
        _maybe("min_years", st.integers(1, 12)),
        *_COMMON,
    ),
    _table(
        {"kind": "evidence", "doc": "report"},
        _maybe("checks", _some(_MARKS)),
        _maybe("issuers_in", st.just("bodies")),
        _maybe("exception_by", st.sampled_from(["A", "B"])),
        *_COMMON,
    ),
    _table(
        {"kind": "statement"},
        st.sampled_from(_ROLES).map(lambda role: {"role": role}),
        _maybe("count", st.integers(1, 2)),
        _maybe("distinct_persons", st.booleans()),
        _maybe("not_role_on_file", _some(_ROLES)),
        _maybe("within_months", _MONTHS),
        *_COMMON,
    ),
    _table({"kind": "topics"}, _some(("first", "second"), 1).map(lambda sets: {"sets": sets}), _maybe("basis", st.just(["knowledge"])), *_COMMON),
    _table({"kind": "check", "question": _WORDS}, _maybe("remedies", st.just([_WORDS])), *_COMMON),
)  # fmt: skip


def _group(inner: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    children = st.lists(inner, min_size=1, max_size=4)
    return st.tuples(children, st.none() | st.integers(1, 4), *_COMMON).map(_as_group)


def _as_group(drawn: tuple[Any, ...]) -> Data:
    children, needed, *common = drawn
    kind: Data = {"kind": "all"} if needed is None else {"kind": "any", "n": min(needed, len(children))}
    return {"name": _WORDS, "children": children} | kind | {key: value for part in common for key, value in part.items()}


_TREES = st.recursive(_LEAVES, _group, max_leaves=_MOST)


def _flat(tree: Data, own: str, into: str = "") -> Iterator[Data]:
    """A tree as the rows of a file, each with the id of its place: r, r.0, r.0.1 ..."""
    yield {key: value for key, value in tree.items() if key != "children"} | {"id": own} | ({"in": into} if into else {})
    for place, child in enumerate(tree.get("children", ())):
        yield from _flat(child, f"{own}.{place}", own)


def _scheme(tree: Data, extra: Data | None, ledger: Data, *, advisory: bool) -> Scheme:
    rows = list(_flat(tree, "r")) + (list(_flat(extra, "x")) if extra else [])
    route = _part(id="way", kind="initial", title="PRO", requires="r", decision="body", advisory=advisory)
    return Scheme.model_validate(
        _part(
            id="any",
            owner="A",
            certification_body="A",
            version=[{"id": "one", "from": date(2000, 1, 1), "routes": ["way"]}],
            title=[{"id": "PRO", "name": "Pro"}],
            basis=[_part(id=basis) for basis in ("experience", "knowledge")],
            role=[_part(id=role) for role in _ROLES],
            mark=[_part(id=mark) for mark in _MARKS],
            document=[_part(id="report")],
            list=[_part(id="bodies", item=[{"name": "A"}, {"name": "B", "until": date(2020, 1, 1)}])],
            ledger=[
                _part(id="work", unit="months"),
                _part(id="years", per_year=4),
                _part(id="jobs", unit="assignments"),
                _part(id="learning") | ledger,
            ],
            topic_set=[
                _part(id="first", topic=[_part(id=topic) for topic in _TOPICS[:2]]),
                _part(id="second", topic=[_part(id=topic) for topic in _TOPICS[2:]]),
            ],
            circumstance=[_part(id=_CIRCUMSTANCE)],
            requirement=rows,
            decision=[{"id": "body", "body": "A", "role": "assessor"}],
            route=[route | ({"extra": ["x"]} if extra else {})],
            certificate={"issuer": "A", "text": _WORDS},
        )
    )


_LEDGERS = _table(
    {},
    _maybe("per_hours", st.integers(1, 10)),
    _maybe("least", st.decimals(0, 5, places=1)),
    _maybe("round_down_to", st.sampled_from(["0.5", "1", "0.3"])),
    _maybe("needs", _some(_MARKS)),
)
SCHEMES = st.builds(_scheme, _TREES, st.none() | _LEAVES, _LEDGERS, advisory=st.booleans())

# Mostly days that matter to each other, and now and then one at the end of the calendar.
_NEAR = st.dates(date(2018, 1, 1), date(2025, 1, 1))
_ENDS = st.sampled_from([date.min, date(1990, 2, 28), date.max])
DAYS = st.integers(0, 9).flatmap(lambda chance: _ENDS if chance == 9 else _NEAR)
TODAYS = st.integers(0, 9).flatmap(lambda chance: _ENDS if chance == 9 else st.dates(date(2022, 1, 1), date(2026, 1, 1)))
_PLACES = st.sampled_from(["r", "r.0", "r.1", "r.0.0", "r.0.1", "r.1.0", "x"])
_STANDINGS = st.sampled_from(["accepted", "accepted", "pending", "refused"])
_AMOUNTS = st.none() | st.decimals(-1000, 1000, places=2) | st.integers(1, 300).map(Decimal)
_NAMES = st.sampled_from(_BODIES)
_SOME_MARKS = st.frozensets(st.sampled_from(_MARKS))
LINES = st.builds(
    LedgerLine,
    ledger=st.sampled_from(["learning", "jobs", "years", "work", "unknown"]),
    on=DAYS,
    text=_NAMES,
    amount=_AMOUNTS,
    hours=_AMOUNTS,
    standing=_STANDINGS,
    marks=_SOME_MARKS,
    used_for=st.frozensets(st.just("PRO")),
    category=st.sampled_from(["", "reading"]),
)
PERIODS = st.builds(Period, st.sampled_from(["work", "years"]), DAYS, st.none() | DAYS)
CREDENTIALS = st.builds(
    Credential, st.sampled_from(_CREDENTIALS), DAYS, st.none() | DAYS, st.booleans(), _NAMES, st.none() | st.integers(0, 9), st.none() | st.integers(0, 20)
)  # fmt: skip
DOCUMENTS = st.builds(
    Document,
    requirement=_PLACES,
    text=_NAMES,
    standing=_STANDINGS,
    reason=_NAMES,
    issuer=_NAMES,
    ticked=_SOME_MARKS,
    exception_by=_NAMES,
    exception_on=st.none() | DAYS,
    exception_reason=_NAMES,
)
STATEMENTS = st.builds(Statement, st.sampled_from(_ROLES), _NAMES, DAYS, _STANDINGS, st.just("") | _PLACES)
TOPICS = st.builds(
    TopicMark, st.sampled_from([*_TOPICS, "other"]), _STANDINGS, st.frozensets(st.sampled_from(["knowledge", "rumour"]))
)
WAIVERS = st.builds(Waiver, _PLACES, st.sampled_from(_ROLES), DAYS, _NAMES)
WINDOWS = st.builds(Window, st.just("current_validity"), DAYS, st.none() | DAYS)


def _few(one: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=most).map(tuple)


FACTS = st.builds(
    Facts,
    lines=_few(LINES, 6),
    periods=_few(PERIODS),
    credentials=_few(CREDENTIALS),
    documents=_few(DOCUMENTS),
    statements=_few(STATEMENTS),
    topics=_few(TOPICS),
    checks=st.dictionaries(_PLACES, st.sampled_from(["yes", "no", "consultation", "?"]), max_size=4),
    windows=_few(WINDOWS, 2),
    waivers=_few(WAIVERS, 2),
    circumstances=st.frozensets(st.just(_CIRCUMSTANCE)),
    roles_on_file=st.dictionaries(_NAMES, st.frozensets(st.sampled_from(_ROLES)), max_size=2),
)
