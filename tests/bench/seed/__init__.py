"""A marketplace in SQL: a million cases with orders, proposals, evidence and history in minutes.

The rows are those that the services would have written, hashes included; only their number forbids
to call them. While they are written, `session_replication_role = replica` keeps foreign keys and
triggers from looking at each of them.
"""
