"""What is refused in a set of rules, what is doubtful in it, and where it stands."""
