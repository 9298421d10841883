"""What each ``vbp`` command does, a module each."""
