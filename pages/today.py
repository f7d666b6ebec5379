"""Today: on a first visit what this is; later a quick log, 14 days at a glance, the last check."""

from ui import data_export, learn_links, state, today_views

if state.is_new():
    today_views.first_visit()
else:
    today_views.returning()
    data_export.line()
    learn_links.on_today()
