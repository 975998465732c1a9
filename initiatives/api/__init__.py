"""Initiatives for programs."""
