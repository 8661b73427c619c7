"""Evaluation, draws, award, contract, archive, oversight: every page and every refusal."""
