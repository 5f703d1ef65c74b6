"""What is said: one pure step from what a person did to what they are told."""
