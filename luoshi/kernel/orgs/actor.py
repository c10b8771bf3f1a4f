"""Who acts: a person with the posts they hold on a day. Plain data, no database."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = {  # what a post may do; platforms name these keys in their declarations
    "office": "交办",  # hands matters out and takes results back
    "handler": "承办",  # does the work
    "head": "负责人",  # signs for the organisation
    "deputy": "代表委员",  # 人大代表, 政协委员
    "legal": "法制审核",
    "supervisor": "督查督办",  # reads across departments, acts inside none of their matters
    "registrar": "登记",  # receives and registers
    "agent": "热线话务",  # takes what residents ask for, calls them back
    "dispatcher": "热线派单",  # decides who is to answer a resident's request
    "arbiter": "热线裁定",  # decides where units disagree about whose request it is
    "discipline": "纪检监督",  # watches over how questions raised by the public are answered
    "projects": "项目管理",  # keeps the library of projects and decides its gates
    "investment": "招商管理",  # rules what money investors brought, reads only leads
    "admin": "系统管理",
}


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post as its holder has it: where it stands, what it may do and which types of case it reads.

    ``reads`` is empty for a post that reads them all.
    """

    id: int
    code: str
    title: str
    organisation: str
    path: str
    roles: frozenset[str]
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts, with every post held on the day. ``account`` is None for the system.

    A ``bearer`` has no account either: somebody who showed a code that stands for the one case named, in the
    ``part`` that the code is for; no part is whichever the type of case has for a bearer.
    """

    account: int | None
    name: str
    posts: tuple[HeldPost, ...]
    clearance: int
    bearer: str = ""
    part: str = ""

    @property
    def roles(self) -> frozenset[str]:
        """Return every role of every post held."""
        return frozenset(role for post in self.posts for role in post.roles)

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the organisations in which posts are held, each once."""
        return tuple(dict.fromkeys(post.path for post in self.posts))

    @property
    def open_paths(self) -> tuple[str, ...]:
        """Return those of posts that read every type of case."""
        return tuple(dict.fromkeys(post.path for post in self.posts if not post.reads))

    def holds(self, role: str, *, path: str | None = None) -> HeldPost | None:
        """Return a post with the role in an organisation that contains the path, the nearest first.

        No path asks for the role anywhere.
        """
        fitting = [
            post for post in self.posts if role in post.roles and (path is None or path.startswith(post.path))
        ]
        return max(fitting, key=lambda post: len(post.path), default=None)


SYSTEM = Actor(None, "系统", (), 2)
