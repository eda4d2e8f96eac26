"""The commands, a module each. Besides `cli` they are all that knows the three packages, and all that prints or writes."""
