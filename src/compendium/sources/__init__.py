"""What a centre hands over, whatever its form: named tables of text, and of each cell where it stands."""
