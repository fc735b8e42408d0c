"""Who goes where: plain data in, plain data out. The optimum is proved, checked by a second program, and explained."""
