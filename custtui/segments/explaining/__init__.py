"""Why a customer stands where it stands: one file a kind of dimension, and what they share."""
