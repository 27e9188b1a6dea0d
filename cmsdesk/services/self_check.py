"""What somebody would still need for a title, without an application."""

from dataclasses import dataclass

from cmsdesk.domain.people import Person
from cmsdesk.domain.schemes.evaluate import Verdict, evaluate_route
from cmsdesk.services.finding import fetch
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.verdicts import facts_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class SelfCheck:
    """Evaluate a route on what the office knows of a person today; documents and statements belong to an application."""

    person_id: int
    scheme_id: str
    route_id: str

    def run(self, session: OfficeSession) -> Verdict:
        """Changes nothing."""
        fetch(session, Person, self.person_id)
        scheme = scheme_of(self.scheme_id)
        facts = facts_of(session, scheme, self.person_id, None, session.today)
        return evaluate_route(scheme, self.route_id, facts, session.today)
