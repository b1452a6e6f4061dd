"""The `fx` command: brings the bench, the sites and the services up, and runs the tests. Standard library only."""
