"""What is printed on paper. typst is imported where it is used: most commands never need it."""
