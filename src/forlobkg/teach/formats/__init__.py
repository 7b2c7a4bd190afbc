"""The formats that course material is written in."""
