"""The indentation of a template is left out; what is put into it keeps its spaces."""

from django.template import Context, Template

ROWS = """
{% load weight %}
{% lean %}
  <ul>
    {% for row in rows %}
      <li class="a"
          id="b">
        {{ row }}
      </li>
    {% endfor %}
  </ul>
{% endlean %}
    <p>kept</p>
"""


def test_only_the_template_s_own_indentation_is_left_out():
    page = Template(ROWS).render(Context({"rows": ["one\n    two", "three"]}))
    assert 'class="a"\nid="b">\none\n    two\n</li>' in page
    assert "three" in page
    assert "    <p>kept</p>" in page


def test_it_is_as_lean_the_second_time():
    template = Template(ROWS)
    first, second = (template.render(Context({"rows": ["x"]})) for _ in range(2))
    assert first == second
