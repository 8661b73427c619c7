"""Benchmarks: each prints ours beside the comparison."""
