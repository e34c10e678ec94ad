"""The editor features: one module each, plain data in and out."""
