"""How a change happens: the frame of an act, the rows that it builds, and how they are saved."""
