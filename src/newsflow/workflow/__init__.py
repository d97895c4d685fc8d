"""The workflow: what may follow what, decided and replayed without any I/O."""
