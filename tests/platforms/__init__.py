"""One file a platform: with what its service answers, it is put to the contract and to the fault matrix."""
