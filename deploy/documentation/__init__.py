"""The pages of docs/ that are made from the code: topics, settings, metrics. A test holds them against it."""
