"""The heart: metrics, rules, compile, judge, explain, what-if, presets. Plain SQL, no SQLModel."""
