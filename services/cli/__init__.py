"""The `tocsin` command, for operators and newcomers: one file for each command."""
