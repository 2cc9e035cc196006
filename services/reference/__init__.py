"""Not a service: the field's reference data (countries, places, substances, units), and how words are read into it.

Pure: it reads the files that it ships and nothing else. Every service and command may read it.
"""
