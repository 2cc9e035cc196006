"""Workers with one thing broken, for the verifier to find: a verifier that passes them proves nothing.

These are programs, not tests. Each starts the real worker of a stage in a process of its own, after it has changed
one function of the services; that is why, unlike the tests, they import the services. They are started in the
worker's place by tests/faults/ordered.py.
"""
