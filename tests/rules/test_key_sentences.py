"""Every key of a round's rulebook is explained in one sentence, in both languages."""

import re

import pytest

from procurement.rules import key_sentences, schemas

ROUNDS = ("drug-round", "unit-round")


@pytest.mark.parametrize("kind", ROUNDS)
def test_every_key_has_its_sentence_and_no_sentence_is_without_a_key(kind):
    keys = [key.key for key in schemas.SCHEMAS[kind].keys]
    assert sorted(key_sentences.SENTENCES[kind]) == sorted(keys)


@pytest.mark.parametrize("kind", ROUNDS)
def test_it_is_one_plain_sentence(kind):
    for key, does in key_sentences.SENTENCES[kind].items():
        assert re.fullmatch(r"[^。]+。", does.zh), key
        assert re.fullmatch(r"[A-Z][^.]*\.", does.en), key
        assert len(does.en) <= 100, key
