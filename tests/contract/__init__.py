"""What the API promises: the contract, the document, and answers against both."""
