"""What every app stands on: access, the ledger, people and ties, translations of what people write."""
