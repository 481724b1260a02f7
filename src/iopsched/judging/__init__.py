"""The judge: rules, needs and goals of a schedule in plain Python, sharing no code with the model."""
