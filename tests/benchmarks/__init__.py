"""Speed and memory, run by hand: `python -m tests.benchmarks`. Each figure beside its reference of the same run."""
