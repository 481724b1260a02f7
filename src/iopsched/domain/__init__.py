"""What a week to plan and its answer are: frozen data, no behaviour beyond its own consistency."""
