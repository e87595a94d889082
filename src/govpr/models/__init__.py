"""The words of the field, as frozen values that are checked when they are made."""

from govpr.identifiers import NumberKind, OfficerNumber
from govpr.models.accounts import Account, Consent, Ownership
from govpr.models.agencies import Agency, Alias, Unit
from govpr.models.approvals import Approval, Decision
from govpr.models.campaigns import Campaign, Fallback, Participants, Wave
from govpr.models.cases import Case, CaseState, CaseStep, Reason
from govpr.models.claims import Claim, FactCheck, Sighting, Verdict
from govpr.models.deliveries import Delivery, DeliveryState, Receipt
from govpr.models.findings import Finding, Severity
from govpr.models.messages import Media, MediaKind, Message, MessageKind, Variant
from govpr.models.metrics import Metrics
from govpr.models.officers import Badge, Officer, Training
from govpr.models.posts import Change, Plan, Post
from govpr.models.programmes import Achievement, Narrative, Programme
from govpr.models.reports import Clarification, HoaxReport, ReportState
from govpr.models.sources import Source

__all__ = [
    "Account",
    "Achievement",
    "Agency",
    "Alias",
    "Approval",
    "Badge",
    "Campaign",
    "Case",
    "CaseState",
    "CaseStep",
    "Change",
    "Claim",
    "Clarification",
    "Consent",
    "Decision",
    "Delivery",
    "DeliveryState",
    "FactCheck",
    "Fallback",
    "Finding",
    "HoaxReport",
    "Media",
    "MediaKind",
    "Message",
    "MessageKind",
    "Metrics",
    "Narrative",
    "NumberKind",
    "Officer",
    "OfficerNumber",
    "Ownership",
    "Participants",
    "Plan",
    "Post",
    "Programme",
    "Reason",
    "Receipt",
    "ReportState",
    "Severity",
    "Sighting",
    "Source",
    "Training",
    "Unit",
    "Variant",
    "Verdict",
    "Wave",
]
