"""Summary: one page for the appointment, as a PDF and as text."""

from ui import summary_view

summary_view.show()
