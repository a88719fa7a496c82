"""Files into tables of cells: what a file is, its bytes within limits, delimited text, workbooks."""
