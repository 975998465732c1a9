import stat

from osm.first_start import SECRETS, main, make_secrets


def contents(folder):
    return {file.name: file.read_text() for file in folder.iterdir()}


def test_the_first_start_makes_every_secret(tmp_path):
    assert make_secrets(tmp_path / "new") == list(SECRETS)
    made = contents(tmp_path / "new")
    assert set(made) == set(SECRETS)
    assert all(len(text) >= 40 and text == text.strip() for text in made.values())
    assert len(set(made.values())) == len(SECRETS)


def test_a_second_start_changes_nothing(tmp_path):
    make_secrets(tmp_path)
    before = contents(tmp_path)
    assert make_secrets(tmp_path) == []
    assert contents(tmp_path) == before


def test_a_secret_that_is_missing_is_made_beside_those_that_stay(tmp_path):
    (tmp_path / "secret_key").write_text("mine")
    assert make_secrets(tmp_path) == ["database_password", "metrics_token"]
    assert contents(tmp_path)["secret_key"] == "mine"


def test_nobody_can_write_to_a_secret(tmp_path):
    make_secrets(tmp_path)
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o444}


def test_without_a_folder_it_says_what_to_name(capsys):
    assert main([]) == 2
    assert "Name one folder" in capsys.readouterr().err
