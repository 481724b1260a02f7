"""One check per rule, family by family, under the rule's own name."""
