"""What other accounts of the system may do."""
