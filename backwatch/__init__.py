"""Backwatch without a screen: the check, the diary, trends and the appointment summary."""

__version__ = "0.1.0"
