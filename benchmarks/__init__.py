"""Benchmarks, run by hand; they write docs/benchmarks.md."""
