"""The local platform: a private Kafka and MongoDB and every service under one small supervisor."""
