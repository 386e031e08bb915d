"""The whole case as one PDF, for either side and for the platform: all get the same file.

`document` says what stands in it, in the text of the pages; `pictures` are the shared copies;
`printing` has `press`, a program of its own, set it with the templates in `layout`.
"""
