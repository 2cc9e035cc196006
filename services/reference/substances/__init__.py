"""The reference list of substances: names in many languages, numbers, groups, and how a written name is read into it.

The list is YAML (``entries/``, one or more files for each group), reviewed like code and checked by ``checking.py``.
"""
