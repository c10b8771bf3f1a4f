"""A small invented city: a government, two bureaus that merge, a district, and people who hold posts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from luoshi.kernel.orgs.actions import create_account, load_organisations
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Account, Holding, Post
from luoshi.kernel.orgs.queries import actor_of

FOUNDED = date(2010, 1, 1)
MERGED = date(2019, 3, 1)  # the shape of 2019: 文广新局 and 旅游局 became one
TODAY = date(2026, 3, 2)
PASSWORD = "雪落梨树-9182-orchard"

YAML = """\
since: 2010-01-01
posts:
  department:
    head: { title: 分管负责人, roles: [head] }
    handler: { title: 承办岗, roles: [handler] }
organisations:
  - { code: city, name: 测试市人民政府, short: 市政府, kind: government }
  - { code: culture, name: 测试市文化广电新闻出版局, kind: department, parent: city,
      until: 2019-03-01, successor: culture-tourism }
  - { code: tourism, name: 测试市旅游局, kind: department, parent: city,
      until: 2019-03-01, successor: culture-tourism }
  - { code: culture-tourism, name: 测试市文化广播电视和旅游局, kind: department, parent: city,
      since: 2019-03-01, duties: [文化, 旅游] }
  - code: office
    name: 测试市人民政府办公室
    kind: department
    parent: city
    posts:
      supervision: { title: 督查岗, roles: [office, supervisor] }
  - { code: east, name: 东区人民政府, kind: district, parent: city, region: "990102" }
"""
STREETS = "code,name,district\n990102001,解放街道,990102\n990102100,山门镇,990102\n990102400,高新区,990102\n"


def write_city(folder: Path, text: str = YAML, *, streets: str = STREETS) -> Path:
    """Write the city's files and return the path of its organisations."""
    (folder / "streets.csv").write_text(streets, "utf-8")
    path = folder / "organisations.yaml"
    path.write_text(text, "utf-8")
    return path


def make_city(folder: Path) -> None:
    """Write and load the city."""
    load_organisations(write_city(folder), streets=folder / "streets.csv")


def make_account(
    username: str = "wang", *, posts: tuple[str, ...] = (), password: str | None = None
) -> Account:
    """Make an account that holds the posts since they exist."""
    account = create_account(username, name="王同志", email=f"{username}@example.org", password=password)
    for code in posts:
        post = Post.objects.get(code=code)
        Holding.objects.create(post=post, account=account, held_from=post.valid_from)
    return account


def make_actor(*posts: str, on: date = TODAY) -> Actor:
    """Make someone who holds the posts, and return them as they act on the day."""
    return actor_of(make_account(posts=posts), on=on)
