"""`make bench-peer`: the same work by django-helpdesk, on the same kind of server."""
