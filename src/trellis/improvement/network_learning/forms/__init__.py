"""Forms of the network's learning page, its beliefs and its roll-outs."""
