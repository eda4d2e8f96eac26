"""Ask: a person in, answers out."""
