"""A rush for the places of one event over HTTP: the crowd, the count afterwards, and the portal without protection."""
