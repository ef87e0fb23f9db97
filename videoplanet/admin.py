"""Django's admin: the site, and what the admin pages of all apps share.

Only actions change what members see, because they log it; the admin only shows it. All that staff
change is who may log in, who is staff, and what staff may do.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property, update_wrapper
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Model, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP, build_policy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from limits import parse
from rest_framework.request import Request

from videoplanet.api.throttles import WriteThrottle, client_network
from videoplanet.code_guesses import TooManyWrongCodes, count_guess, forget_guesses
from videoplanet.db.ids import first_id_at

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    _ModelAdmin = admin.ModelAdmin[Any]
    _TabularInline = admin.TabularInline[Any, Any]
    _Paginator = Paginator[Any]
else:
    _ModelAdmin, _TabularInline, _Paginator = admin.ModelAdmin, admin.TabularInline, Paginator

SESSION_LIFETIME = timedelta(hours=12)
SECOND_FACTOR = "admin_second_factor"
"""In the session: whether the log-in had one."""
BY_ACCOUNT = parse("10/5 minutes")
BY_ADDRESS = parse("30/5 minutes")
POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}

type View = Callable[..., HttpResponse]


class LoginForm(AdminAuthenticationForm):
    """Address, password and second factor. Attempts are counted by account and by address."""

    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=20,
        help_text=_("Of your authenticator app, or a recovery code, if your account has one."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )

    def clean(self) -> dict[str, Any]:
        """Check the password. After too many attempts, refuse even the right one."""
        assert self.request is not None  # noqa: S101 - the site always gives it
        account = sha256(str(self.cleaned_data.get("username", "")).lower().encode()).hexdigest()
        request = Request(self.request)
        tries = [
            (BY_ACCOUNT, f"admin:account:{account}"),
            (BY_ADDRESS, f"admin:address:{client_network(request)}"),
        ]
        if not all(WriteThrottle().count(request, limit, client) for limit, client in tries):
            raise ValidationError(_("Too many tries. Wait five minutes."), code="too_many")
        return super().clean()

    def confirm_login_allowed(self, user: "AbstractBaseUser") -> None:
        """Let staff in whose second factor is right. Raises ValidationError."""
        super().confirm_login_allowed(user)  # type: ignore[arg-type]
        # Not at the top: this module is imported before there are models.
        from allauth.mfa.models import Authenticator  # noqa: PLC0415

        factors = [row.wrap() for row in Authenticator.objects.filter(user_id=user.pk)]
        if not factors and settings.ADMIN_REQUIRES_MFA:
            needed = _("Set up a second factor in your account first: the admin requires one.")
            raise ValidationError(needed, code="second_factor_missing")
        if not factors:
            return
        try:
            count_guess(user.pk)
        except TooManyWrongCodes as error:
            raise ValidationError(str(error.detail), code="too_many") from error
        code = self.cleaned_data.get("code", "")
        # Passkeys have no codes; who has only those uses a recovery code.
        if not any(f.validate_code(code) for f in factors if hasattr(f, "validate_code")):
            raise ValidationError(_("The code is missing or wrong."), code="second_factor_wrong")
        forget_guesses(user.pk)
        self.request.second_factor = True  # type: ignore[union-attr]


class Site(admin.AdminSite):
    """The admin site: its name, its login, its security headers."""

    site_title = site_header = "VideoPlanet"
    index_title = _("Administration")
    login_form = LoginForm
    login_template = "admin/log_in.html"
    empty_value_display = "–"
    site_url = None

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the login form, or log in for twelve hours."""
        response = super().login(request, extra_context)
        form = getattr(response, "context_data", {}).get("form")
        if form is not None and form.has_error("__all__", "too_many"):
            response.status_code = 429
        elif request.method == "POST" and response.status_code == 302:
            request.session.set_expiry(SESSION_LIFETIME)
            request.session[SECOND_FACTOR] = getattr(request, "second_factor", False)
        return _secured(response)

    def has_permission(self, request: HttpRequest) -> bool:
        """Let staff in; where a second factor is required, only by a log-in that had one."""
        asked = not settings.ADMIN_REQUIRES_MFA or request.session.get(SECOND_FACTOR, False)
        return bool(asked and super().has_permission(request))

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]
        """Add the security headers to a page whose permission Django checks."""
        inner = super().admin_view(view, cacheable)

        def serve(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return _secured(inner(request, *args, **kwargs))

        return update_wrapper(serve, view)


def _secured(response: HttpResponse) -> HttpResponse:
    response.headers[str(CSP.HEADER_ENFORCE)] = build_policy(POLICY)
    return response


class CheapPaginator(_Paginator):
    """Counts without reading a large table: an estimate of all rows, or up to 10,000 matches."""

    EXACT: ClassVar[int] = 10_000

    @cached_property
    def count(self) -> int:
        """Return the number of rows, as exact as is cheap."""
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        if not rows.query.where:
            estimate = _estimate(rows.model)
            if estimate > self.EXACT:
                return estimate
        # No column of theirs is read, so the index that finds the rows is enough.
        return rows.order_by().values_list(Value(1))[: self.EXACT + 1].count()


def _estimate(model: type[Model]) -> int:
    with connection.cursor() as cursor:
        query = "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass"
        cursor.execute(query, [model._meta.db_table])
        return int(cursor.fetchone()[0])


class Cheap(_ModelAdmin):
    """A list, newest first by primary key, as fast with 100,000 rows as with ten."""

    paginator = CheapPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    ordering = ("-pk",)
    sortable_by: ClassVar[tuple[str, ...]] = ()
    id_fields: ClassVar[tuple[str, ...]] = ("pk",)
    """The fields that are searched for a UUID in the search box."""
    ids_only: ClassVar[bool] = False
    """Whether only UUIDs can be searched for (`search_fields` then only makes the box appear)."""

    class Media:
        """The labels' colours."""

        css: ClassVar[dict[str, tuple[str, ...]]] = {"all": ("videoplanet/admin.css",)}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search `id_fields` for a UUID, and `search_fields` for anything else."""
        try:
            wanted = UUID(search_term.strip())
        except ValueError:
            if self.ids_only and search_term.strip():
                return queryset.none(), False
            return super().get_search_results(request, queryset, search_term)
        # One field after the other: for an OR of several no index has the order of the list.
        for name in self.id_fields:
            matches = queryset.filter(**{name: wanted})
            if matches.exists():
                return matches, False
        return queryset.none(), False


class ReadOnly(Cheap):
    """Read-only pages, because a change here would bypass the event log."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes."""
        return False


class ReadOnlyInline(_TabularInline):
    """Read-only rows that belong to the row of the page."""

    extra = 0
    can_delete = False
    select: ClassVar[tuple[str, ...]] = ("user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Read the rows together with the rows that their columns show."""
        return super().get_queryset(request).select_related(*self.select)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show every column as text."""
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False


class Created(admin.SimpleListFilter):
    """Filters by time of creation through the primary key: a version 7 UUID begins with it."""

    title = _("created")
    parameter_name = "created"
    DAYS: ClassVar[dict[str, int]] = {"1": 1, "7": 7, "30": 30}

    def lookups(self, request: HttpRequest, model_admin: _ModelAdmin) -> list[tuple[str, Any]]:
        """Return the choices and their labels."""
        names = (_("Past 24 hours"), _("Past 7 days"), _("Past 30 days"))
        return list(zip(self.DAYS, names, strict=True))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows created within the chosen period."""
        days = self.DAYS.get(self.value() or "")
        if days is None:
            return queryset
        return queryset.filter(pk__gte=first_id_at(timezone.now() - timedelta(days=days)))


def rows_of(label: str, model: str, **filters: Any) -> SafeString:
    """Return a link to the list of `model` (`feedbacks_feedback`), narrowed by `filters`."""
    url = f"{reverse(f'admin:{model}_changelist')}?{urlencode(filters)}"
    return format_html('<a href="{}">{}</a>', url, label)


def work_of(row: Model) -> SafeString:
    """Return a link to the background work for a row (videoplanet.tasks)."""
    return rows_of(str(_("Background work")), "tasks_work", q=row.pk)


def link(row: Model | None) -> SafeString | str:
    """Return a link to a row's page, with the row's text; a dash for None."""
    if row is None:
        return "–"
    meta = row._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    return format_html('<a href="{}">{}</a>', url, str(row) or "–")


def badge(value: str, label: Any) -> SafeString:
    """Return a coloured label (the colours are in videoplanet/admin.css)."""
    return format_html('<span class="badge badge-{}">{}</span>', value, label)
