"""The box, the heads and the key, as a visitor gets them; and a receipt verified offline."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from bidders import GSK, HUAHAI, PUBLIC_KEY, submit, withdraw
from click.testing import CliRunner
from plot import SIGNING_KEY
from visitor import chinese, read

from procurement.actions import audit
from procurement.exchange import receipts
from web.cli import vbp


@pytest.fixture
def client(site, tmp_path):
    """The story's round, with its deadline gone by; receipts signed by the platform."""
    found = site("report_demand")
    secrets = tmp_path / "secrets"
    secrets.mkdir(exist_ok=True)
    (secrets / "receipts").write_bytes(SIGNING_KEY)
    story = found.story
    found.given = [submit(story, HUAHAI), submit(story, HUAHAI), submit(story, GSK)]
    found.given.append(withdraw(story, GSK))
    found.address = f"/rounds/{story.round_id}/box"
    return found


def file(client, place, proof=None):
    """A receipt as its firm keeps it."""
    receipt, signature = client.given[place]
    kept = {
        "algorithm": "Ed25519",
        "number": receipt.number,
        "signed": receipt.signed_bytes().decode(),
        "signature": signature.hex(),
        "public_key": PUBLIC_KEY.hex(),
    }
    return json.dumps(kept if proof is None else kept | {"inclusion": proof})


def upload(client, content):
    client.get(client.address)
    return client.post(
        client.address,
        data={"_csrf_token": client.cookies["csrftoken"]},
        files={"file": ("receipt.json", content, "application/json")},
        headers={"accept": "text/html"},
    )


def test_everybody_sees_root_count_and_fingerprints_and_no_firm(client):
    page = read(client, client.address).text
    listed = client.get(f"{client.address}/json").json()
    assert listed["envelopes"] == 4
    assert listed["root"] in page
    assert [one["fingerprint"] for one in listed["entries"]] == [
        one.fingerprint for one, _ in client.given
    ]
    for shown in (page, json.dumps(listed)):
        for receipt, _ in client.given:
            assert receipt.firm not in shown
            assert receipt.number not in shown
            assert HUAHAI not in shown


def test_the_page_speaks_english(client):
    with client.story.store.transaction() as db:
        name = db.rounds.get(client.story.round_id).name
    page = read(client, f"{client.address}?lang=en&fingerprint={'f' * 64}")
    assert chinese(page.text, name) == []
    assert "no such fingerprint" in page.text


def test_a_fingerprint_is_found_with_its_proof(client):
    receipt, _ = client.given[1]
    page = read(client, f"{client.address}?fingerprint={receipt.fingerprint}").text
    assert "在标箱之中" in page
    answer = client.get(f"{client.address}/proof/{receipt.fingerprint}")
    proof = receipts.read_proof(answer.content, "proof.json")
    assert proof.entry.position == 2
    assert proof.leads_to(answer.json()["root"])
    assert client.get(f"{client.address}/proof/{'f' * 64}").status_code == 404


def test_a_receipt_is_verified_on_the_page(client):
    assert "信封在标箱之中" in upload(client, file(client, 0)).text
    forged = file(client, 0).replace(client.given[0][0].fingerprint, "f" * 64)
    answer = upload(client, forged).text
    assert "签名与平台公钥不符" in answer
    assert "标箱中没有该信封" in answer
    assert upload(client, "[]").status_code == 422


def test_every_page_leads_to_the_heads_and_the_key(client):
    shown = read(client, "/login").text
    assert 'href="/audit/heads"' in shown
    assert 'href="/platform-key"' in shown


def test_the_key_and_the_heads_are_public_and_the_events_are_not(client):
    assert client.get("/platform-key").json()["public_key"] == PUBLIC_KEY.hex()
    assert "尚无链头" in read(client, "/audit/heads").text
    head = audit.seal_head(client.story.store, SIGNING_KEY, datetime.now(UTC))
    page = read(client, "/audit/heads").text
    assert head.hash in page
    assert "有效" in page
    assert client.get("/audit/heads.json").json()["heads"][0]["signed"] in (
        head.signed_bytes().decode()
    )
    assert read(client, "/audit").status_code == 303


def call(*words):
    return CliRunner().invoke(vbp, [*map(str, words)])


@pytest.fixture
def folder(client, tmp_path):
    """What a firm takes home: receipt, proof, list, key."""
    home = tmp_path / "home"
    home.mkdir()
    receipt, _ = client.given[1]
    proof = client.get(f"{client.address}/proof/{receipt.fingerprint}")
    (home / "proof.json").write_bytes(proof.content)
    (home / "box.json").write_bytes(client.get(f"{client.address}/json").content)
    (home / "key.json").write_bytes(client.get("/platform-key").content)
    (home / "receipt.json").write_text(file(client, 1))
    (home / "whole.json").write_text(file(client, 1, proof.json()))
    home.joinpath("root").write_text(proof.json()["root"])
    return home


@pytest.mark.parametrize(
    "words",
    [
        ["receipt.json", "--box", "box.json"],
        ["receipt.json", "--root", "ROOT", "--box", "box.json"],
        ["receipt.json", "--root", "ROOT", "--proof", "proof.json"],
        ["whole.json", "--root", "ROOT", "--key", "key.json"],
        ["whole.json", "--root", "ROOT", "--key", PUBLIC_KEY.hex()],
    ],
)
def test_a_receipt_is_verified_offline(folder, words):
    root = folder.joinpath("root").read_text()
    done = call("verify-receipt", *(said(folder, word, root) for word in words))
    assert done.exit_code == 0, done.output
    assert "The envelope is in the box" in done.output


def said(folder, word, root):
    if word == "ROOT":
        return root
    return folder / word if word.endswith(".json") else word


def test_a_signature_alone_is_verified_without_a_box(folder):
    done = call("verify-receipt", folder / "receipt.json")
    assert done.exit_code == 0
    assert "Not compared with a box" in done.output


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        (["receipt.json", "--box", "box.json", "--root", "a" * 64], "published root"),
        (["whole.json", "--root", "a" * 64], "does not lead"),
        (["other.json", "--root", "ROOT", "--proof", "proof.json"], "another envelope"),
        (["receipt.json", "--key", "a" * 64], "does not fit"),
        (["receipt.json", "--box", "short.json"], "not in the box"),
    ],
)
def test_what_does_not_hold_ends_with_status_1(client, folder, words, answered):
    (folder / "other.json").write_text(file(client, 0))
    listed = json.loads((folder / "box.json").read_text())
    del listed["entries"][1]
    (folder / "short.json").write_text(json.dumps(listed))
    root = folder.joinpath("root").read_text()
    done = call("verify-receipt", *(said(folder, word, root) for word in words))
    assert done.exit_code == 1
    assert answered in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["box.json"],
        ["nothing.json"],
        ["receipt.json", "--root", "ROOT"],
        ["receipt.json", "--box", "proof.json"],
        ["receipt.json", "--root", "ROOT", "--proof", "box.json"],
        ["receipt.json", "--key", "box"],
        ["receipt.json", "--key", "root.txt"],
    ],
)
def test_what_cannot_be_read_ends_with_status_2(folder, words):
    root = folder.joinpath("root").read_text()
    done = call("verify-receipt", *(said(folder, word, root) for word in words))
    assert done.exit_code == 2
    assert " / " in done.stderr


def test_the_exported_chain_is_proved_without_the_database(client, folder, cluster, monkeypatch):
    store = client.story.store
    head = audit.seal_head(store, SIGNING_KEY, datetime.now(UTC) + timedelta(days=1))
    (folder / "heads.json").write_bytes(client.get("/audit/heads.json").content)
    url = cluster.url("postgres", store.engine.url.database)
    monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
    chain = folder / "chain.jsonl"
    done = call("audit", "export", chain)
    assert done.exit_code == 0, done.output
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    key = ["--key", folder / "key.json"]
    done = call("audit", "verify", chain, "--heads", folder / "heads.json", *key)
    assert done.exit_code == 0, done.output
    assert head.hash in done.output
    lines = chain.read_bytes().splitlines(keepends=True)
    for changed, cause in (
        (lines[:-1], "shorter than a head"),
        (lines[1:], "missing or extra"),
        ([lines[0].replace(b"parties", b"partys"), *lines[1:]], "does not match its hash"),
    ):
        (folder / "changed.jsonl").write_bytes(b"".join(changed))
        done = call("audit", "verify", folder / "changed.jsonl", "--heads", folder / "heads.json")
        assert done.exit_code == 1
        assert cause in done.stderr
    assert call("audit", "verify", chain, "--head", "a" * 64).exit_code == 1
    wrong = call("audit", "verify", chain, "--heads", folder / "heads.json", "--key", "a" * 64)
    assert wrong.exit_code == 2
    assert call("audit", "verify", chain, "--heads", chain).exit_code == 2
    (folder / "changed.jsonl").write_text("{}\n")
    assert "changed.jsonl:1" in call("audit", "verify", folder / "changed.jsonl").stderr
