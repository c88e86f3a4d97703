from re import findall

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.colours import (
    APART,
    PALETTE,
    contrast,
    difference,
    faults_of_pair,
    is_colour,
    pair_for,
    pairs_by_key,
    theme_css,
)

NIGHT = "#0f2e27"  # the ground of maps and of the footer


class TestContrast:
    @pytest.mark.parametrize(
        ("a", "b", "ratio"),
        [
            ("#ffffff", "#000000", 21),
            ("#ffffff", "#ffffff", 1),
            ("#ffffff", "#767676", 4.54),
            ("#ffffff", "#ff0000", 4.0),
            ("#0000ff", "#ffffff", 8.59),
        ],
    )
    def test_is_that_of_wcag(self, a, b, ratio):
        assert contrast(a, b) == pytest.approx(ratio, abs=0.01)
        assert contrast(a, b) == contrast(b, a)

    def test_a_pair_is_readable_only_by_both_rules(self):
        assert not list(faults_of_pair("#102030", "#f0e0c0"))
        assert list(faults_of_pair("#606060", "#ffffff"))  # white on it has 6.3
        assert list(faults_of_pair("#102030", "#405060"))


class TestPalette:
    def test_has_at_least_24_readable_pairs(self):
        assert len(PALETTE) >= 24
        for ground, mark in PALETTE:
            assert is_colour(ground) and is_colour(mark)
            assert not list(faults_of_pair(ground, mark))

    def test_grounds_are_apart_from_each_other_and_from_the_night(self):
        grounds = [ground for ground, _ in PALETTE] + [NIGHT]
        for i, ground in enumerate(grounds):
            assert all(difference(ground, other) >= APART for other in grounds[i + 1 :])

    def test_no_two_marks_are_the_same(self):
        assert len({mark for _, mark in PALETTE}) == len(PALETTE)


class TestPairFor:
    def test_is_the_same_every_time(self):
        assert pair_for("kolo", []) == pair_for("kolo", []) in PALETTE

    def test_differs_from_key_to_key(self):
        assert len({pair_for(f"town-{i}", []) for i in range(40)}) > 15

    def test_avoids_a_taken_pair(self):
        assert pair_for("kolo", [pair_for("kolo", [])]) != pair_for("kolo", [])

    def test_is_not_moved_by_those_who_take_another(self):
        mine = pair_for("kolo", [])
        for pair in PALETTE:
            if pair != mine:
                assert pair_for("kolo", [pair]) == mine

    def test_avoids_a_ground_that_looks_like_a_taken_one(self):
        ground, mark = pair_for("kolo", [])
        almost = ground[:-1] + ("0" if ground[-1] != "0" else "1")
        assert pair_for("kolo", [(almost, mark)])[0] != ground

    def test_gives_every_pair_before_any_twice(self):
        pairs = pairs_by_key({f"town-{i}": None for i in range(len(PALETTE))})
        assert set(pairs.values()) == set(PALETTE)

    def test_still_answers_when_all_are_taken(self):
        assert pair_for("kolo", PALETTE) in PALETTE
        assert len(pairs_by_key({f"town-{i}": None for i in range(200)})) == 200


class TestPairsByKey:
    def test_keeps_what_the_office_chose_and_gives_it_to_no_one_else(self):
        chosen = pair_for("b", [])
        pairs = pairs_by_key({"b": None, "a": chosen})
        assert pairs["a"] == chosen
        assert pairs["b"] != chosen

    def test_a_newcomer_changes_no_one(self):
        old = {f"town-{i}": None for i in range(20)}
        before = pairs_by_key(old)
        after = pairs_by_key({**old, "newcomer": None})
        assert {key: after[key] for key in old} == before

    def test_one_who_leaves_moves_few(self):
        keys = [f"town-{i}" for i in range(12)]
        before = pairs_by_key(dict.fromkeys(keys))
        for leaver in keys:
            after = pairs_by_key(dict.fromkeys(key for key in keys if key != leaver))
            assert sum(after[key] != before[key] for key in after) <= 3


class TestThemeCss:
    def test_writes_one_class_for_each_partner_into_the_layer_of_tokens(self):
        assert theme_css({"kolo-1": ("#102030", "#f0e0c0"), "x": ("#000000", "#ffffff")}) == (
            "@layer tokens {\n"
            "  .place-kolo-1 { --ground: #102030; --mark: #f0e0c0; }\n"
            "  .place-x { --ground: #000000; --mark: #ffffff; }\n"
            "}\n"
        )

    @pytest.mark.parametrize(
        ("key", "ground", "mark"),
        [
            ("a{}b", "#102030", "#f0e0c0"),
            ("a b", "#102030", "#f0e0c0"),
            ("a\n", "#102030", "#f0e0c0"),
            ("Ключ", "#102030", "#f0e0c0"),
            ("", "#102030", "#f0e0c0"),
            ("a", "red", "#f0e0c0"),
            ("a", "#fff", "#f0e0c0"),
            ("a", "#102030;} body{", "#f0e0c0"),
            ("a", "#102030\n", "#f0e0c0"),
            ("a", "#102030", "url(//x)"),
            ("a", "#102030", None),
            ("a", "", ""),
        ],
    )
    def test_leaves_out_what_is_no_key_or_no_colour(self, key, ground, mark):
        assert theme_css({key: (ground, mark)}) == "@layer tokens {\n}\n"

    @given(st.dictionaries(st.text(), st.tuples(st.text(), st.text()), max_size=5))
    def test_no_text_becomes_a_style(self, pairs):
        css = theme_css(pairs)
        rule = r"  \.place-[a-z0-9-]+ \{ --ground: #[0-9a-f]{6}; --mark: #[0-9a-f]{6}; \}\n"
        assert css == "@layer tokens {\n" + "".join(findall(rule, css)) + "}\n"
