"""The process behind the one public port: in come requests, out go answers of its own or of the pages.

It runs without Django. What it does not answer itself it passes to the pages over a Unix socket; bodies in
both directions wait on disk, so that a slow visitor never keeps a page process busy.
"""
