"""HTML in and out: pages and fragments become blocks, blocks become semantic HTML."""
