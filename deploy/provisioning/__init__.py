"""Makes Kafka and MongoDB as the contracts say: topics, collections, indexes, validators. Safe to repeat."""
