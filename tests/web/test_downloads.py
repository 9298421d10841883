"""Published results as files for everybody, and the notice once it is issued."""

import csv
import io
from datetime import UTC, datetime

import pytest
from visitor import facts, results

from procurement.store.papers import Paper


@pytest.fixture
def published_site(site):
    return site("publish")


def test_the_csv_has_a_row_for_every_line_of_every_award(published_site):
    answer, known = results(published_site, "/results.csv"), facts(published_site)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'filename="GY-YD2019-2-results.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == sum(len(award.lines) for award in known.awards)
    amounts = sum(int(row["amount_yuan"].replace(".", "")) for row in rows)
    assert amounts == sum(award.amount for award in known.awards)


def test_the_json_names_the_rulebook_by_hash_and_every_verdict(published_site):
    answer, known = results(published_site, "/results.json"), facts(published_site)
    found = answer.json()
    assert found["rulebook_sha256"] == known.round.rulebook_sha256
    verdicts = [one for product in found["products"] for one in product["verdicts"]]
    assert len(verdicts) == sum(map(len, known.verdicts.values()))
    assert 'filename="GY-YD2019-2-results.json"' in answer.headers["content-disposition"]


def test_a_download_is_kept_by_the_visitor_and_by_no_shared_cache(published_site):
    first = results(published_site, "/results.csv")
    assert first.headers["cache-control"] == "private, max-age=3600"
    again = published_site.get(
        f"/rounds/{published_site.story.round_id}/results.csv",
        headers={"if-none-match": first.headers["etag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


def test_the_notice_can_be_downloaded_once_it_is_issued_and_no_letter(published_site):
    assert "award-notice.pdf" not in results(published_site).text
    assert results(published_site, "/award-notice.pdf").status_code == 404
    papers = [
        Paper("award_notice", "", "中选结果公告.pdf", b"%PDF notice", "0" * 64),
        Paper("award_letter", "F044", "letter.pdf", b"%PDF letter", "1" * 64),
    ]
    with published_site.story.store.transaction() as db:
        db.papers.keep(published_site.story.round_id, papers, datetime.now(UTC))
    assert "award-notice.pdf" in results(published_site).text
    answer = results(published_site, "/award-notice.pdf")
    assert answer.content == b"%PDF notice"
    assert answer.headers["content-type"] == "application/pdf"
    assert "filename*=UTF-8''%E4%B8%AD" in answer.headers["content-disposition"]
    assert results(published_site, "/award_letter.pdf").status_code == 404
