"""Benches: how long something takes against a named baseline, both timed in the same run.

They print; they assert nothing. Read the ratios, not the seconds: those belong to one machine.
"""
