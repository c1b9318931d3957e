"""Events: the catalog, one event and its sessions, and what happens there and after."""
