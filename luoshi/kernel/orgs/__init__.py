"""Who is answerable: organisations, posts, the people who hold them, and who may see and do what."""
