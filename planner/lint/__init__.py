"""Judges finished pages by the criteria in `criteria.toml`, from the file alone: nothing here knows how a page is drawn."""
