"""custtui."""
