"""The questions and verbs that both front ends use."""
