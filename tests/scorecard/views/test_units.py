"""Find a unit without script."""

PAGE = "/units/find/"


def test_it_lists_the_units_that_have_the_words(world, chief, read):
    page = read(chief, f"{PAGE}?unit=brigade")
    assert '<a href="/scorecard/?unit=MARA">1st Armoured Brigade</a>' in page
    assert '<a href="/scorecard/?unit=NILS">4th Mechanised Brigade</a>' in page


def test_a_sister_unit_is_not_found(world, nils, read):
    page = read(nils, f"{PAGE}?unit=Armoured")
    assert "1st Armoured Brigade" not in page
    assert "No unit that you can see has these words" in page


def test_what_was_typed_comes_back_escaped(world, chief, read):
    page = read(chief, f"{PAGE}?unit=%22%3E%3Cb%3E")
    assert '"><b>' not in page
    assert "&quot;&gt;&lt;b&gt;" in page


def test_who_finds_one_alone_is_on_its_scorecard_at_once(world, chief, client):
    client.force_login(chief)
    answer = client.get(f"{PAGE}?unit=armoured")
    assert (answer.status_code, answer["Location"]) == (302, "/scorecard/?unit=MARA")
