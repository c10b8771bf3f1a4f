"""How often one address may knock at each public door of projects."""

from luoshi.kernel.orgs.limits import Limit

TAKING = Limit("projects-take", 60, 10 * 60)  # a file holds every project
LOOKING = Limit("projects-look", 300, 10 * 60)
PICTURES = Limit("projects-photo", 300, 10 * 60)  # each is written anew
