"""Small faults put into the rules and the engine on purpose: do the tests notice each of them?"""
