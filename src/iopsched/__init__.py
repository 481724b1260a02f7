"""iopsched plans the week of an intensive outpatient programme."""
