"""How often one address may try at each door of the hotline."""

from luoshi.kernel.orgs.limits import Limit

SPEAKING = Limit("opinion", 30, 10 * 60)
ASKING = Limit("ask", 30, 10 * 60)
WRONG_CODES = Limit("follow", 10, 15 * 60)
READING = Limit("open311", 300, 60)
BRINGING = Limit("open311-post", 120, 60)  # of one key
WRONG_KEYS = Limit("open311-key", 10, 15 * 60)
LOOKING = Limit("look", 300, 10 * 60)
