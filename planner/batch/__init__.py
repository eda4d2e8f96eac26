"""Many profiles → many plans: where they come from, how they are made, where they go, and what became of each."""
