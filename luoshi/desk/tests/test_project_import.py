"""A table of projects at the desk: what is wrong is shown with its cell, what is right comes in once."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from luoshi.desk.tests.factories import text_of
from luoshi.platforms.projects.models import Project

IMPORT = "/desk/import/project/"
TITLES = "项目名称,责任单位,投资性质,项目类别,计划总投资,建设内容和规模,项目代码\n"
GOOD = f"{TITLES}示例园区,education,企业投资,产业,1.2亿元,新建厂房,2603-220300-04-01-000001\n"
BAD = f"{TITLES}示例园区,education,企业投资,产业,约一亿,新建厂房,220300\n"


def table(text):
    return SimpleUploadedFile("项目.csv", text.encode("utf-8"))


def test_a_table_of_projects_comes_in_once(town, sign_in):
    client = sign_in("education_handler")

    done = client.post(IMPORT, {"table": table(GOOD), "commit": "1"})
    again = client.post(IMPORT, {"table": table(GOOD), "commit": "1"})

    assert (done.status_code, again.status_code) == (200, 200)
    assert Project.objects.get().planned == 120_000_000 * 100


def test_each_wrong_cell_is_shown_and_nothing_comes_in(town, sign_in):
    answer = sign_in("education_handler").post(IMPORT, {"table": table(BAD), "commit": "1"})

    assert answer.status_code == 422
    assert "2 计划总投资 约一亿 计划总投资：请写金额" in text_of(answer)
    assert not Project.objects.exists()
