"""References to an app above, which import-linter does not see because they are strings or names.

They are few, and each has its reason here. A new one fails: turn it round by a registry, as
`projects.extensions` does, or add it with its reason.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignObjectRel

ROOT = Path(__file__).parent.parent
CASCADE = "a foreign key: the database deletes the row with what it is about"
MEMBERS = "who is in a project is looked up in the statement itself, by the reverse relation"

REFERENCES = {
    ("notifications.models", "projects.Project"): CASCADE,
    ("notifications.models", "videos.Video"): CASCADE,
    ("notifications.models", "feedbacks.Feedback"): CASCADE,
    ("notifications.models", "comments.FeedbackComment"): CASCADE,
    ("notifications.models", "memberships"): MEMBERS,
    ("notifications.actions", "memberships"): MEMBERS,
    ("notifications.preferences", "memberships"): MEMBERS,
    ("users.models", "projects.Project"): CASCADE,
    ("users.tokens", "memberships"): MEMBERS,
    ("users.principals", "memberships"): MEMBERS,
}

LOOKUPS = {
    "F", "Q", "OuterRef", "Count", "FilteredRelation", "Prefetch",
    "alias", "annotate", "exclude", "filter", "get", "only", "order_by", "prefetch_related",
    "select_related", "values", "values_list",
}  # fmt: skip


def order() -> dict[str, int]:
    """Return the place of each layer in the import contract, counted from the bottom."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        name: place
        for place, layer in enumerate(reversed(layers))
        for name in re.split(r"\s*[:|]\s*", layer)
    }


ORDER = order()
APPS = sorted(name for name in ORDER if "." not in name)


def own_names(place: int) -> set[str]:
    """Return what the models of a layer and of those below it have under these names."""
    names = set()
    for config in apps.get_app_configs():
        if ORDER.get(config.name, 0) <= place:
            for model in config.get_models():
                names |= {
                    field.name
                    for field in model._meta.get_fields()
                    if not isinstance(field, ForeignObjectRel)
                    or ORDER.get(field.related_model._meta.app_config.name, 0) <= place
                }
    return names


def relations() -> dict[str, set[str]]:
    """Return the names under which models reach the rows of apps above, with those apps."""
    found: dict[str, set[str]] = defaultdict(set)
    for config in apps.get_app_configs():
        if config.name not in APPS:
            continue
        for model in config.get_models():
            for relation in model._meta.get_fields():
                if not isinstance(relation, ForeignObjectRel) or relation.hidden:
                    continue
                source = relation.related_model._meta.app_config.name
                if source in APPS and ORDER[source] > ORDER[config.name]:
                    found[relation.name].add(source)
    return found


def modules() -> Iterator[tuple[str, Path]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name.removesuffix(".__init__"), path


def names_of(tree: ast.AST) -> Iterator[str]:
    """Yield what a module may name a relation by: lookups, keywords of queries, attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "__" in node.value:
            yield from node.value.split("__")
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in LOOKUPS:
                for given in node.args:
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        yield from given.value.split("__")
                for keyword in node.keywords:
                    yield from (keyword.arg or "").split("__")


def dotted_paths(tree: ast.AST) -> Iterator[str]:
    """Yield the strings that may name a model, a task or a function: `projects.Project`."""
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and re.fullmatch(r"[a-z_]+(\.\w+)+", text):
            yield text
        if isinstance(node, ast.Name) and node.id in {"import_string", "import_module"}:
            yield node.id


def found() -> set[tuple[str, str]]:
    above: set[tuple[str, str]] = set()
    by_relation = relations()
    for module, path in modules():
        place = ORDER[module.partition(".")[0]]
        tree = ast.parse(path.read_text())
        ambiguous = own_names(place)
        for name in set(names_of(tree)) - ambiguous:
            if any(ORDER[app] > place for app in by_relation.get(name, ())):
                above.add((module, name))
        for dotted in dotted_paths(tree):
            if "." not in dotted or ORDER.get(dotted.partition(".")[0], -1) > place:
                above.add((module, dotted))
    return above


def test_each_reference_to_an_app_above_is_listed():
    assert found() == set(REFERENCES)
