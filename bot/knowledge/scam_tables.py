"""What scam.toml may hold: concepts, signs, kinds and the words of each channel."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class ConceptTable(BaseModel):
    """Words that mean one thing, for use in the phrases of signs."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    words: tuple[str, ...]


class SignTable(BaseModel):
    """One sign: what it looks like, how much it weighs, and why it is a sign.

    Attributes:
        group: ask, story, push, trace, harm or calm; within a group signs overlap.
        weight: Points; negative only in the group calm. See `scam.py` for what they add up to.
        unless: Concepts that cancel the sign when they stand in the same sentence.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    group: Literal["ask", "story", "push", "trace", "harm", "calm"]
    weight: float = Field(ge=-6, le=6)
    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    explanation: str
    source: str


class KindTable(BaseModel):
    """One kind of fraud: its topic, and what speaks for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    topic: str
    explanation: str
    evidence: dict[str, float]
    channels: tuple[str, ...] = ()


class ScamFile(BaseModel):
    """scam.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    concept: dict[str, ConceptTable]
    sign: dict[str, SignTable]
    kind: dict[str, KindTable]
    channel: dict[str, ConceptTable]
