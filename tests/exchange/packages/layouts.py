"""A small dossier and a small review, as JSON would hold them, for tests that spoil one thing."""

from typing import Any

APPLICATION, EVIDENCE, ASSIGNMENT, QUESTION = (f"c0ffee00-1234-4abc-9def-00000000000{digit}" for digit in (1, 2, 3, 4))
SHA256 = "ab" * 32


def person(key: int, surname: str) -> dict[str, Any]:
    return {
        "id": key,
        "uuid": f"c0ffee00-1234-4abc-9def-0000000001{key:02}",
        "number": str(key),
        "initials": "",
        "given_name": "Anne",
        "prefix": "",
        "surname": surname,
        "name_key": surname.lower(),
    }


def dossier() -> dict[str, Any]:
    application = {
        "id": 7,
        "uuid": APPLICATION,
        "number": "A-2026-0012",
        "person_id": 1,
        "scheme_id": "s",
        "version_id": "v",
        "route_id": "r",
        "title_id": "t",
        "state": "in_assessment",
        "waits_for": "assessor",
        "round": 1,
        "started_on": "2026-10-01",
        "received_on": "2026-10-02",
        "complete_on": None,
        "due_on": None,
        "paused_on": None,
    }
    evidence = {
        "id": 3,
        "uuid": EVIDENCE,
        "application_id": 7,
        "name": "Diploma.pdf",
        "media_type": "application/pdf",
        "sha256": SHA256,
        "size": 9,
        "added_at": "2026-10-02T10:00:00",
        "standing": "pending",
        "reason": "",
        "issuer": "",
        "exception_by": "",
        "exception_on": None,
        "exception_reason": "",
        "ticked": "",
        "replaces_id": None,
        "round": 1,
    }
    assignment = {
        "id": 5,
        "uuid": ASSIGNMENT,
        "application_id": 7,
        "person_id": 2,
        "role": "assessor",
        "step_id": "step",
        "assigned_on": "2026-11-01",
        "due_on": None,
        "declared_on": None,
        "independent": None,
        "declaration": "",
    }
    return {
        "office": {"name": "Bureau"},
        "scheme": "[scheme]",
        "application_id": 7,
        "assignment_id": 5,
        "person_id": 2,
        "documents": [EVIDENCE],
        "records": {
            "person": [person(1, "Kandidaat"), person(2, "Beoordelaar")],
            "application": [application],
            "evidence": [evidence],
            "assignment": [assignment],
        },
    }


def review() -> dict[str, Any]:
    judgement = {"key": "criterion/1", "verdict": "not_met", "score": 4, "basis": "", "comment": "Not shown."}
    return {
        "assignment": ASSIGNMENT,
        "round": 1,
        "declaration": {"independent": True, "text": "", "declared_on": "2026-11-20"},
        "report": {
            "finished_on": "2026-11-21",
            "outcome": "negative",
            "comment": "",
            "judgements": [judgement],
            "questions": [{"uuid": QUESTION, "key": "", "text": "When?", "asked_on": "2026-11-20"}],
        },
    }
