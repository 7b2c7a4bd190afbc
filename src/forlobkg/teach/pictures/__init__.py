"""The pictures of course material: the map of actors, who does what, the timeline."""
