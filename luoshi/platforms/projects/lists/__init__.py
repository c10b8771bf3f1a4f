"""The lists (清单) as saved questions over the one table of projects: their language, keeping, comparing."""
