from demo.package import Table, write_tables


def test_a_table_is_written_with_its_header_in_utf8_and_line_feeds(tmp_path):
    table = Table(("code", "name"), [("A", "Øst, Sør"), ("B", "")])
    write_tables({"units": table}, tmp_path / "new")
    written = (tmp_path / "new" / "units.csv").read_bytes()
    assert written == 'code,name\nA,"Øst, Sør"\nB,\n'.encode()


def test_rows_are_read_by_column_name():
    assert Table(("a", "b"), [("1", "2")]).dicts() == [{"a": "1", "b": "2"}]
