from accounts.forms import TokenForm


def test_a_new_token_may_only_read_unless_more_is_chosen():
    boxes = {box.data["value"]: box.data["selected"] for box in TokenForm()["scopes"]}
    assert boxes == {"read": True, "enter": False, "edit": False, "decide": False}


def test_a_form_that_is_right_says_what_the_service_takes():
    form = TokenForm({"name": " Fleet ", "scopes": ["edit"], "days": "7"})
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Fleet", "scopes": ["edit"], "days": 7}
