"""The program at an assessor's own computer: no office file, but keys, offices that are trusted, and their packages.

This is the services' side of it: it joins the store (each package is a small encrypted office file) with the exchange
(packages in, reviews out), and the window and the commands both use it. Qt is not known here.
"""
