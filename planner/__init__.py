"""Think: a profile in, a plan out. Knows no terminal and no PDF."""
