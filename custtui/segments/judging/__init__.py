"""How customers are judged: metrics, orders, cuts and segments.

All at once, or only those whom an edit, a moved cut or a new day affects.
"""
