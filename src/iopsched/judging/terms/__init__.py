"""One function per goal term, under the term's own name."""
