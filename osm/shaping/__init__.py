"""Shaping by pages: whatever the office changes there is a small exchange package.

So a page, a file and a program go through the same checks and write the same dated rows.
"""
