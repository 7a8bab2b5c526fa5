"""Vigie trains people to review what an AI wrote before a client sees it."""

__version__ = "0.1.0"
