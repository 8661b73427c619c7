"""How bids become a ranking: corrected sums, price scores, averaged marks, order and ties.

Pure: values in, values out, `Decimal` and ROUND_HALF_UP throughout. The methods are engines; every
parameter (weights, formula, trimming, tie-breaks) comes from the tender document. Each result
carries its steps, so that a page can show how it came about and anyone can recompute it.

criteria     what is scored, and whether weights and levels fit
marks        sheets of the evaluators and their average
corrections  words against figures, unit prices against sums
adjustments  policy deductions and bonuses, quantified deviations
prices       points for a price: lowest price, dynamic benchmark
low          which prices are abnormally low
ranking      order, ties, candidates
methods      综合评估法, 经评审的最低投标价法, and the owner's trial
"""
