"""An independent verifier: reads Kafka and MongoDB directly and says what was lost, doubled or made up.

It imports nothing from the services. What it knows of them it knows from the published interface: names of topics
and collections, CloudEvents headers, the shape of bodies. Its own oracle recomputes links from the bodies that the
load generator saw acknowledged. ``python -m tests.faults.verifier --help``.
"""
