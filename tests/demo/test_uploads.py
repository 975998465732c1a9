from demo.uploads import HEADS, ROWS, workshop_list


def test_the_list_is_of_the_last_month_as_a_program_of_the_workshop_saves_it():
    lines = workshop_list("2026-10").decode("utf-8-sig").split("\r\n")
    assert lines[0].split(";") == list(HEADS)
    assert len(lines) == len(ROWS) + 1
    assert {line.split(";")[2] for line in lines[1:]} == {"2026-10"}
    assert {len(line.split(";")) for line in lines} == {len(HEADS)}
