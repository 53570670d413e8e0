"""A page with a figure and a control for each of its parameters; needs the extra ``explore``."""
