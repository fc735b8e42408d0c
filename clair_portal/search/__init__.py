"""One search for three scripts: texts become tokens in an array column, a query must find all of its own."""
