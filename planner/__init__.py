"""Think: a profile in, a plan out. Knows no terminal and no PDF."""

VERSION = "0.1.0"  # of the program; knowledge has its own
