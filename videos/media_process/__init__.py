"""Taking films apart: what runs in a child process of the worker, on files of strangers.

Nothing here knows of Django, settings, database or keys: the child is given a signed URL, a folder
and limits (`videos.sandbox` starts it), and a file that breaks it breaks nothing else.
"""
