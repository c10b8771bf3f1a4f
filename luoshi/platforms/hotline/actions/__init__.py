"""Every write of the hotline that is more than one act upon a case."""

from luoshi.platforms.hotline.actions.boards import Brought, bring_messages
from luoshi.platforms.hotline.actions.calls import Piece, take_call, take_pieces
from luoshi.platforms.hotline.actions.counting import count_days, recount_days
from luoshi.platforms.hotline.actions.follow import rate, reopen, supplement
from luoshi.platforms.hotline.actions.gathering import Gathered, gather
from luoshi.platforms.hotline.actions.intake import Taken, give_code, take_request
from luoshi.platforms.hotline.actions.keys import Issued, issue_key, revoke_key
from luoshi.platforms.hotline.actions.knowledge import Entry, add_knowledge, load_samples
from luoshi.platforms.hotline.actions.letters import acknowledge, take_letter
from luoshi.platforms.hotline.actions.raising import raise_issue
from luoshi.platforms.hotline.actions.rebuilding import rebuild
from luoshi.platforms.hotline.actions.retention import forget_caller, forget_contacts, forget_due
from luoshi.platforms.hotline.actions.rounds import (
    bring_opinions,
    give_opinion,
    merge_opinions,
    open_round,
    raise_topic,
    set_aside,
    show_contact,
)
from luoshi.platforms.hotline.actions.surveys import draw_survey, evaluate_topic, record_answer
from luoshi.platforms.hotline.actions.training import recount, recount_due, train_classifier

__all__ = [
    "Brought",
    "Entry",
    "Gathered",
    "Issued",
    "Piece",
    "Taken",
    "acknowledge",
    "add_knowledge",
    "bring_messages",
    "bring_opinions",
    "count_days",
    "draw_survey",
    "evaluate_topic",
    "forget_caller",
    "forget_contacts",
    "forget_due",
    "gather",
    "give_code",
    "give_opinion",
    "issue_key",
    "load_samples",
    "merge_opinions",
    "open_round",
    "raise_issue",
    "raise_topic",
    "rate",
    "rebuild",
    "record_answer",
    "recount",
    "recount_days",
    "recount_due",
    "reopen",
    "revoke_key",
    "set_aside",
    "show_contact",
    "supplement",
    "take_call",
    "take_letter",
    "take_pieces",
    "take_request",
    "train_classifier",
]
