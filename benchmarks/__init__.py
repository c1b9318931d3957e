"""Speed and memory, measured with the peer beside us. Never asserted in the tests."""
