"""Not a service: what crosses a border. Pure: no I/O, no Kafka, no MongoDB, no web.

A partner may read this package alone and know every topic, event, document, identifier and sharing rule.
"""
