"""Judging together, in windows beside the dossier: protocol, matrix, personal plan, conversations, rounds."""

from cmsdesk.ui.judging.hearings_window import show_hearings
from cmsdesk.ui.judging.matrix_window import show_matrix
from cmsdesk.ui.judging.plan_window import show_plan
from cmsdesk.ui.judging.protocol_window import show_protocol
from cmsdesk.ui.judging.rounds_window import show_rounds
from cmsdesk.ui.judging.section import JudgingSection

__all__ = ["JudgingSection", "show_hearings", "show_matrix", "show_plan", "show_protocol", "show_rounds"]
