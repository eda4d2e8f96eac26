"""Draw: a plan in, PDF bytes out. Decides nothing and writes no sentence of its own."""
