"""The command gaps on the project's own tables."""


def test_gaps_name_what_no_source_answers_and_what_is_open(egovbench):
    given = ("--focal", "LUX", "--peers", "EST", "--peers", "LVA", "--fidelity", "exact")
    result = egovbench("gaps", *given, COLUMNS="160")
    assert result.exit_code == 0
    assert "No source answers 67 of 70 scored questions" in result.output
    assert "37 Access to information law" in result.output
    assert "own questionnaire would answer all of them" in " ".join(result.output.split())
    # gaps refuse what does not exist
    result = egovbench("gaps", "--fidelity", "perfect")
    assert result.exit_code == 2
