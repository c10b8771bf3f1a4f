"""What is shown can be taken away."""

from __future__ import annotations

import csv
import io

import pyarrow.parquet
import pytest

from luoshi.portal.queries import home_slug
from luoshi.portal.tests.factories import make_city, make_report

pytestmark = pytest.mark.django_db


def rows(client, address):
    response = client.get(address)
    assert response.status_code == 200
    if address.split("?")[0].endswith("csv"):
        return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    if address.split("?")[0].endswith("json"):
        return response.json()
    return pyarrow.parquet.read_table(io.BytesIO(response.content)).to_pylist()


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_commitments_come_one_row_for_each_target_or_deed(client, form):
    make_city()

    found = rows(client, f"/data/commitments.{form}")

    assert [row["code"] for row in found] == ["2026-001", "2026-002", "2026-003", "2026-004"]
    assert float(found[1]["value"]) == 15000
    assert found[2]["indicator"] == "市大剧院"


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_readings_come_for_all_reports_or_for_one(client, form):
    make_city()
    make_report("lin-2026")

    everything, one = (
        rows(client, f"/data/readings.{form}"),
        rows(client, f"/data/readings.{form}?report=lin-2026"),
    )

    assert {row["report"] for row in everything} == {home_slug(), "lin-2026"}
    assert [row["quote"] for row in one] == ["1.6万人", "5%左右"]


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_an_empty_download_keeps_its_columns(client, form):
    response = client.get(f"/data/commitments.{form}")

    assert response.status_code == 200
    if form == "parquet":
        table = pyarrow.parquet.read_table(io.BytesIO(response.content))
        assert str(table.schema.field("value").type) == "double"


@pytest.mark.parametrize("address", ["/data/commitments.xlsx", "/data/readings.csv?report=nowhere"])
def test_what_cannot_be_had_is_said(client, address):
    make_city()

    assert client.get(address).status_code == 404
