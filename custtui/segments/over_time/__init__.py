"""Other days: two of them compared, and where a customer stood at the last month-ends."""
