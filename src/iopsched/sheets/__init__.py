"""Tables as people fill them in: instances and schedules as sheets of cells, whatever file holds them."""
