"""How fast the program is, beside the least that any program could take: `python -m tests.benchmarks`."""
