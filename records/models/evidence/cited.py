"""What a citation can support."""

from records.models.agreements import Agreement, Amount, FollowUp
from records.models.delegations import Delegation, Statement
from records.models.editions import AttendingGroup, Edition, Forum, HeadCount, NextHost, RelatedEvent, Session

from .disputes import Reading

# What a citation can support: attribute and model. Everything the record says is here.
CITED = {
    "forum": Forum,
    "edition": Edition,
    "head_count": HeadCount,
    "attending_group": AttendingGroup,
    "next_host": NextHost,
    "session": Session,
    "related_event": RelatedEvent,
    "delegation": Delegation,
    "statement": Statement,
    "agreement": Agreement,
    "amount": Amount,
    "follow_up": FollowUp,
    "reading": Reading,
}
CITED_AS = {model: name for name, model in CITED.items()}
# What has to be loaded with each kind to say what it is and where it can be read.
WITH_OWNERS = {
    "head_count": ["edition"],
    "attending_group": ["edition"],
    "next_host": ["edition"],
    "session": ["edition"],
    "delegation": ["edition", "country", "organization"],
    "statement": ["edition", "person"],
    "agreement": ["edition"],
    "amount": ["agreement__edition"],
    "follow_up": ["agreement__edition"],
    "reading": ["dispute__edition"],
}
