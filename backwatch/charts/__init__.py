"""The charts of the diary, each ready to be shown: a sentence, a drawing and its numbers.

Colour never works alone, a gap stays a gap, and a 0 is drawn as a 0.
"""

from backwatch.charts.chart import Chart, Records
from backwatch.charts.look import DARK, LIGHT, Colours
from backwatch.charts.period import Period, periods

__all__ = ["DARK", "LIGHT", "Chart", "Colours", "Period", "Records", "periods"]
