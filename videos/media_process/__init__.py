"""Reading and converting uploaded videos, in a child process of the worker.

Nothing here imports Django, settings, the database or keys: the child gets a signed URL, a folder
and limits (`videos.sandbox` starts it), so a file that breaks the decoder breaks nothing else.
"""
