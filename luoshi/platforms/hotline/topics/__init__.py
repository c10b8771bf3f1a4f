"""Questions the public puts to departments: opinions sorted into them, answers shown, samples drawn."""
