"""Measuring searches on whole folders of instances, and holding them against the best known."""
