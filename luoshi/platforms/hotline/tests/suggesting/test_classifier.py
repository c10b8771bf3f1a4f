from __future__ import annotations

import io
import subprocess
import sys

import numpy
import pytest

from luoshi.platforms.hotline.suggesting.artifact import ArtifactRefused, dump, load
from luoshi.platforms.hotline.suggesting.categories import levels, parent_of
from luoshi.platforms.hotline.suggesting.classifier import Model
from luoshi.platforms.hotline.suggesting.grams import document, gram_keys, gram_of
from luoshi.platforms.hotline.suggesting.training import NothingToLearn, train

from .invented import invented


@pytest.fixture(scope="module")
def model() -> Model:
    return train(invented(), seed=3)


def test_a_request_is_suggested_its_category_down_to_the_third_level(model):
    advice = model.suggest("康宁家园的暖气一直不热，供热公司不来人")

    assert [level.label for level in advice.choices[0].levels] == ["01", "0101", "010101"]
    assert advice.label == "010101"


def test_a_suggestion_names_the_words_it_rests_on(model):
    advice = model.suggest("康宁家园的暖气一直不热")

    assert any("暖" in word for word in advice.choices[0].words)
    assert all(word in "康宁家园的暖气一直不热" for word in advice.choices[0].words)


def test_shares_of_the_choices_never_exceed_one_and_fall(model):
    shares = [choice.confidence for choice in model.suggest("路面坑洼，公交车也不来").choices]

    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1.000001


def test_a_text_of_unknown_words_gets_no_opinion(model):
    advice = model.suggest("hello 12345")

    assert (advice.choices, advice.abstains, advice.label) == ((), True, None)


def test_the_model_abstains_where_two_categories_are_as_likely():
    rows = invented()
    torn = [(text, code) for text, _ in rows[:18] for code in ("010101", "020101")]

    model = train(torn)

    assert model.suggest(torn[0][0]).abstains


def test_training_does_not_depend_on_the_order_of_rows(model):
    again = train(reversed(invented()), seed=3)

    assert again.version == model.version
    assert dump(again) == dump(model)


def test_two_categories_with_rows_enough_are_needed():
    with pytest.raises(NothingToLearn):
        train([("暖气不热", "01"), ("公交不来", "02")])


def test_a_category_with_few_rows_is_not_suggested():
    model = train([*invented(), ("举报传销窝点", "030101")])

    assert "03" not in {choice.levels[0].label for choice in model.suggest("举报传销窝点").choices}


def test_a_model_kept_and_opened_says_the_same(model):
    opened = load(dump(model))

    assert opened.version == model.version
    assert opened.suggest("自来水发黄") == model.suggest("自来水发黄")


def test_bytes_that_are_no_model_are_refused(model):
    whole = dump(model)

    for data in (b"", b"PK\x03\x04", whole[:-400], b"not a model"):
        with pytest.raises(ArtifactRefused):
            load(data)


def test_a_model_changed_afterwards_is_refused(model):
    with numpy.load(io.BytesIO(dump(model))) as arrays:
        parts = dict(arrays)
    parts["bias0"] = parts["bias0"] + numpy.float32(1)
    file = io.BytesIO()
    numpy.savez_compressed(file, **parts)

    with pytest.raises(ArtifactRefused, match="版本号"):
        load(file.getvalue())


def test_a_pickle_inside_is_never_opened(model):
    file = io.BytesIO()
    numpy.savez_compressed(file, about=numpy.array([{"format": 1}], dtype=object))

    with pytest.raises(ArtifactRefused):
        load(file.getvalue())


def test_suggesting_does_not_load_what_training_needs():
    probe = (
        "import sys; from luoshi.platforms.hotline.suggesting import artifact, classifier, training;"
        "print([m for m in ('sklearn', 'scipy', 'numpy', 'django') if m in sys.modules])"
    )

    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_a_code_is_cut_into_pairs_and_a_path_at_its_slashes():
    assert levels("010203") == ("01", "0102", "010203")
    assert levels("城乡建设/供热") == ("城乡建设", "城乡建设/供热")
    assert (parent_of("010203"), parent_of("01"), parent_of("城乡建设")) == ("0102", "", "")


def test_a_title_weighs_three_times_and_a_long_story_ends_early():
    text = document("暖气不热", "尊敬的领导：" + "说" * 1000)

    assert text.count("暖气不热") == 3
    assert [gram_of(int(key)) for key in gram_keys(text)].count("说说") < 300


def test_runs_of_ideographs_do_not_reach_over_other_signs():
    assert [gram_of(int(key)) for key in gram_keys("一号A楼冷")] == ["一", "号", "楼", "冷", "一号", "楼冷"]
