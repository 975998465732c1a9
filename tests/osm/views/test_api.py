def test_the_page_tells_every_operation(read, otto):
    page = read(otto, "/api/v1/docs/")
    for words in ("GET</b> /api/v1/units/", "POST</b> /api/v1/entries/", "red_flag"):
        assert words in page


def test_the_page_leads_to_tokens_and_to_the_description(read, otto):
    page = read(otto, "/api/v1/docs/")
    assert 'href="/account/tokens/"' in page
    assert 'href="/api/v1/schema/"' in page


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get("/api/v1/docs/").status_code == 302
