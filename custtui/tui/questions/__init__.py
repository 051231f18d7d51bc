"""Questions asked one after another, each answered by a choice or by what is typed."""
