"""Where the book lies when nobody says where."""

from pathlib import Path

from custtui.values.places import default_book


def test_the_environment_names_it() -> None:
    assert default_book({"CUSTTUI_DB": "/books/a.db"}) == Path("/books/a.db")
    assert default_book({"CUSTTUI_DB": "~/a.db"}) == Path.home() / "a.db"
    assert default_book({"CUSTTUI_DB": "~nobody-of-that-name/a"}) == Path("~nobody-of-that-name/a")


def test_else_it_is_in_the_data_folder() -> None:
    for environment in ({}, {"CUSTTUI_DB": ""}):
        path = default_book(environment)
        assert path.is_absolute()
        assert (path.parent.name, path.name) == ("custtui", "book.db")
