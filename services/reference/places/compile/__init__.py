"""How a gazetteer is made: what the packages and, when given, a UN/LOCODE file know, joined place by place."""
