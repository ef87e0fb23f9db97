"""GraphQL, read-only: the API's resources, and what hangs on them, in one request.

- `shapes`: the fields of a GraphQL type, from the serializer that declares a resource.
- `rows`: how rows are read, with two statements for all parents of a level.
- `schema`: the types, what leads from one to another, and the entrances.
- `views`: `POST /api/graphql`.

Why it is built so: docs/decisions/0040-graphql.md.
"""
