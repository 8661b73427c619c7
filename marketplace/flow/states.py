"""The one field that says where a thing stands: written by steps only, plain text to the migrations."""

from __future__ import annotations

from typing import Any

from django_fsm import FSMField


class StateField(FSMField):
    """A protected state (django-fsm-2). To migrations it is a CharField, which it is in the database.

    fsm listens to every model class that is made; rendered again for each of some two hundred historic
    states, its listeners made building an empty database four times slower.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("protected", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("protected", None)
        return name, "django.db.models.CharField", list(args), kwargs
