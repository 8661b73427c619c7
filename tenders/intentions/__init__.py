"""采购意向: what a unit plans to buy, drafted, imported, and announced at least thirty days before it buys."""
