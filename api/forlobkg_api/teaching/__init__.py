"""The trainer's desk: forms that hold an outline, editing it, building files of it."""
