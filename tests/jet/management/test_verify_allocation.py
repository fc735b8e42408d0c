"""The command that anybody can check a published allocation with."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from jet.allocation import solver
from jet.allocation.certificate import written
from tests.jet.allocation.cases import tiny


@pytest.fixture
def facts():
    problem = tiny(1)
    return json.loads(written(problem, solver.solve(problem).certificate))


def verified(tmp_path, text):
    path, out = tmp_path / "certificate.json", StringIO()
    path.write_text(text, encoding="utf-8")
    call_command("verify_allocation", str(path), stdout=out)
    return out.getvalue()


def test_a_true_proof_is_accepted(tmp_path, facts):
    said = verified(tmp_path, json.dumps(facts))
    assert said.startswith("Accepted: ")
    assert facts["certificate"]["hash"] in said


def test_a_changed_result_is_refused_with_code_1(tmp_path, facts):
    assert any(place >= 0 for place in facts["certificate"]["chosen"])
    facts["certificate"]["chosen"] = [-1 for _place in facts["certificate"]["chosen"]]
    with pytest.raises(CommandError, match=r"^Refused: .+\.$") as refused:
        verified(tmp_path, json.dumps(facts))
    assert refused.value.returncode == 1


def test_a_changed_input_is_refused(tmp_path, facts):
    facts["problem"]["seed"] = "another"
    with pytest.raises(CommandError, match="the input is not the one of the certificate"):
        verified(tmp_path, json.dumps(facts))


@pytest.mark.parametrize("text", ["", "no JSON", "{}", "[]", '{"problem": 1, "certificate": 2}'])
def test_what_is_no_certificate_is_refused_in_a_sentence(tmp_path, text):
    with pytest.raises(CommandError, match="this is not a certificate file") as refused:
        verified(tmp_path, text)
    assert refused.value.returncode == 1


def test_a_missing_file_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="the file cannot be read"):
        call_command("verify_allocation", str(tmp_path / "nothing"))
