"""Who is on the JET Programme: participants and their terms, who employs them, and who is placed where, and why."""
