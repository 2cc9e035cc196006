"""The typed client of national systems and partner tools: tokens made at home, reports sent, answers read."""
