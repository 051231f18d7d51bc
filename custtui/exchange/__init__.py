"""In and out: files into the book, the book into workbooks.

Import each part from its own module, so that nothing is loaded that is not used:

- `importing.import_file(book, "purchases", path, today=…)` takes a CSV file or a workbook in and
  gives an `imported.Imported`; what stops it as a whole is an `errors.ExchangeError`.
- `rejected.rejected_path(path)` is where the rows go that it refuses.
"""
