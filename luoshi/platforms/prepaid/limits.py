"""How often one address may try at each public door of prepaid consumption."""

from luoshi.kernel.orgs.limits import Limit

WRONG_CODES = Limit("prepaid-card", 10, 15 * 60)
PROVING = Limit("prepaid-proof", 10, 10 * 60)  # a proof reads every card of the day
LOOKING = Limit("prepaid-look", 300, 10 * 60)
COMPUTING = Limit("prepaid-compute", 120, 10 * 60)
