"""How a title is reached: the steps in which a dossier is judged, who decides, and the routes."""

from typing import Literal

from pydantic import Field

from cmsdesk.domain.schemes.parts import Id, Sourced, Words


class Step(Sourced):
    """One way in which the dossier is judged, by how many people in which role."""

    id: Id
    name: Words
    mode: Literal["written", "oral", "phone"] = Field(default="written", description="How it is judged.")
    role: Id = Field(description="The role of those who judge.")
    count: int = Field(default=1, ge=1, le=20, description="How many people judge.")
    distinct_persons: bool = Field(default=True, description="Nobody judges twice.")
    each_reports: bool = Field(default=False, description="Each of them judges everything, unseen by the others.")
    chair: str = Field(default="", description="The role of the chair, who comes on top of the count.")
    criteria: tuple[Words, ...] = Field(default=(), description="What is judged apart; all must be positive.")
    outcomes: tuple[Words, ...] = Field(default=(), description="Where the outcome is more than positive or negative.")
    questions_to_candidate: bool = Field(default=False, description="Those who judge may put questions to the candidate.")
    feedback: bool = Field(default=False, description="Those who judge give feedback on each document.")
    resubmit: bool = Field(default=False, description="The candidate may hand in better documents.")
    resubmit_needs: Literal["", "feedback_response"] = Field(
        default="", description="What must come with them: an answer to every remark."
    )
    max_rounds: int = Field(default=0, ge=0, description="How often it may be handed in; 0 is without limit.")
    divided: Literal["decider", "chair", "third"] = Field(
        default="decider", description="Who settles it when the reports differ: the decider, the chair, or a third report."
    )
    scored: bool = Field(default=False, description="Each criterion gets a score from 1 to 10 beside its verdict.")
    complete_days_before: int = Field(default=0, ge=0, description="So many days before, the dossier must be complete.")


class DecisionBody(Sourced):
    """Who decides; the strict default keeps assessor and decider apart."""

    id: Id
    body: str = Field(description="The name of the body.")
    role: Id = Field(description="The role of the person who decides for it.")
    may_be_assessor: bool = Field(default=False, description="Who judged the dossier may decide as well.")
    barred_roles: tuple[str, ...] = Field(default=(), description="Who acts in such a role on the file may not decide.")
    needs: tuple[Literal["requirements", "steps"], ...] = Field(
        default=("requirements", "steps"), description="What must be settled before the decision."
    )
    may_override: bool = Field(default=False, description="It may grant against a red gate, with a text and a second person.")


class Route(Sourced):
    """One way to a title: what is required, how it is judged, who decides."""

    id: Id
    name: Words
    kind: Literal["initial", "exemption", "intake", "recertification", "specialisation", "upgrade"] = Field(
        description="What the route is for."
    )
    title: str = Field(description="The title it leads to.")
    requires: str = Field(description="The requirement, mostly a group, that must be met.")
    extra: tuple[str, ...] = Field(default=(), description="Requirements of this route alone, which always block.")
    advisory: bool = Field(default=False, description="What is not met under `requires` informs and does not block.")
    steps: tuple[str, ...] = Field(default=(), description="How the dossier is judged, in this order.")
    decision: str = Field(description="Who decides.")
    certificate: bool = Field(default=True, description="Whether a certificate follows.")
    plan: bool = Field(default=False, description="What is missing may be made good by a personal plan.")
    only_with: Literal["", "initial", "recertification"] = Field(default="", description="Only together with such a route.")
