"""A bit that flips by itself is noticed, or it changed nothing."""

from collections import Counter

import pytest

from backwatch.store import checksums
from tests.proofs import bit_rot


@pytest.mark.sample
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_of_60_flipped_bits_none_changes_a_record_in_silence(tmp_path):
    found = bit_rot.flip(tmp_path / "data", 60, seed=8)
    assert set(found) <= {"noticed", "harmless", "noticed at the next save"}
    assert found["noticed"] > 50


@pytest.mark.proof
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_of_3000_flipped_bits_none_changes_a_record_in_silence(tmp_path):
    found = Counter()
    for seed in range(5):
        found += bit_rot.flip(tmp_path / "data", 600, seed=seed)
    print(found)
    assert set(found) <= {"noticed", "harmless", "noticed at the next save"}


@pytest.mark.proof
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_flips_would_change_records_in_silence_without_the_checksums(tmp_path, monkeypatch):
    monkeypatch.setattr(checksums, "verify", lambda connection: {})
    found = bit_rot.flip(tmp_path / "data", 600, seed=0)
    print(found)
    assert found["silent"] > 100
