"""What goes wrong on real machines: many at once, killed, full, closed, cut off."""
