"""Timings beside direct methods: ``make bench``."""
