"""From a schedule people have to one that fits: what stays, and the least that has to move."""
