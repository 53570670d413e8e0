"""What lies in a folder of figures, said in the formats that archives and checkers read."""
