"""The page of corrections, from the rows."""
from pathlib import Path
PAGE = Path(__file__).parents[2] / "docs" / "corrections.md"
def rendered(rows): return ""
