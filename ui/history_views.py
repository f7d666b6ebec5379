def since_last(check, answers, assessment): pass
