"""The running system, driven from outside: HTTP, Kafka and the live stream. Nothing is imported from services."""
