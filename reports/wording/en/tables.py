"""Tables of the annexes."""
