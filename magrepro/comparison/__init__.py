"""One's own points beside a figure: read, matched to its columns and curves, judged, told."""
