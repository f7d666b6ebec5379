"""Check: danger signs first, then one topic a screen, then how soon to get help, and why."""

from ui import check_emergency, check_questions, check_result, results, state
from ui.components.focus import focus_heading

check = state.open_check()
finished = None if check else state.last_check()

if finished:
    focus_heading(f"result {finished.id}")
    check_result.result_screen(finished, results.merged(state.answers(finished)))
else:
    answers = state.answers(check)
    found = results.merged(answers)
    assessment = found.assessment
    urgent = check_emergency.ids(assessment)
    step = check_questions.step_now(state.step(), answers)
    if not urgent:
        state.forget_emergency()  # so that the next yes stops the check again
    if urgent and not state.emergency_seen(urgent):
        focus_heading(f"emergency {urgent}")
        check_emergency.emergency_screen(found, asking=True)
    elif check_emergency.is_too_young(step, assessment):
        focus_heading("under 18")
        check_emergency.minor_screen(assessment)
    elif step is None:
        focus_heading(check_questions.REVIEW)
        check_questions.review_screen(answers)
    else:
        focus_heading(step.id)
        check_questions.question_screen(step, answers)
