"""What is claimed of every contract, a family to a file. A claim yields one result for each thing it is about."""
