"""JET alumni: chapters, memberships, officers, grants, re-connection with towns. Nothing is built here yet."""
