"""A figure over the combinations of several values of its parameters: one table, one row each.

`axes` reads what ``--over`` gives, `combinations` counts and cuts, `pieces` computes one piece
anywhere, `store` keeps pieces until all are there and `table` and `picture` write what comes out.
"""
