"""Check: danger signs first, then one topic a screen, then how soon to get help, and why."""

from backwatch import triage
from ui import check_views as views
from ui import state
from ui.components.focus import focus_heading

check = state.open_check()
finished = None if check else state.last_check()

if finished:
    answers, assessment = views.last_result(finished)
    focus_heading(f"result {finished.id}")
    views.result_screen(finished, answers, assessment)
else:
    answers = state.answers(check)
    assessment = triage.rule_book().assess(answers)
    urgent = tuple(r.rule.id for r in assessment.reasons if r.rule.level == "emergency")
    step = views.step_named(state.step())
    if not urgent:
        state.forget_emergency()  # so that the next yes stops the check again
    if urgent and not state.emergency_seen(urgent):
        focus_heading(f"emergency {urgent}")
        views.emergency_screen(answers, assessment)
    elif views.is_too_young(step, assessment):
        focus_heading("under 18")
        views.minor_screen(assessment)
    elif step is None:
        focus_heading(views.REVIEW)
        views.review_screen(answers)
    else:
        focus_heading(step.id)
        views.question_screen(step, answers)
