"""What is asked of the disk. Needs nothing but `os`: a remembered run imports next to nothing."""
