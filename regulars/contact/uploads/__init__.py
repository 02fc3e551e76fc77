"""Lists of people for other programs: who may go to them, and how each wants its file."""
