"""custtui: the customer book for the terminal that classifies its customers by itself."""

__version__ = "0.1.0"
