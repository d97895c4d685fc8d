"""What the newsroom works on, as frozen values; nothing in here reads or writes."""
