"""People in Django's admin: who may log in, and what staff may do."""

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.models import Permission
from django.db.models import ManyToManyField, QuerySet
from django.forms import ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from users.models import AccessToken, User
from videoplanet.admin import Cheap, Created, ReadOnlyInline, badge, rows_of

if TYPE_CHECKING:
    from django.contrib.admin.options import _FieldOpts

# allauth's own admin pages would change addresses without the account's flows, and add providers
# beside those of the environment; they show the secrets of second factors.
for model in (EmailAddress, UserSession, SocialAccount, SocialApp, SocialToken, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


class AddressInline(ReadOnlyInline):
    """Addresses to log in with."""

    model = EmailAddress
    fields = ("email", "verified", "primary")


class ConnectionInline(ReadOnlyInline):
    """Other services to log in with."""

    model = SocialAccount
    fields = ("provider", "date_joined", "last_login")


class FactorInline(ReadOnlyInline):
    """Second factors, without their secrets."""

    model = Authenticator
    fields = ("type", "created_at", "last_used_at")


class SessionInline(ReadOnlyInline):
    """Where the person is logged in."""

    model = UserSession
    fields = ("created_at", "ip", "user_agent")


@admin.register(User)
class UserAdmin(Cheap):
    """Members and guests. Only they themselves can change their name, picture and settings."""

    list_display = ("name", "email", "contact", "kind_label", "is_active", "date_joined")
    list_filter = ("kind", "is_active", "is_staff", Created)
    search_fields = ("name", "email")
    search_help_text = _("Name, address or id")
    filter_horizontal = ("groups", "user_permissions")
    inlines = (AddressInline, ConnectionInline, FactorInline, SessionInline)
    actions = ("end_sessions",)
    readonly_fields = (
        *("id", "name", "email", "contact_email", "kind", "language", "time_zone", "records"),
        *("last_login", "date_joined", "updated_at"),
    )
    fieldsets: ClassVar[tuple[tuple[Any, "_FieldOpts"], ...]] = (
        (None, {"fields": ("id", "name", "email", "contact_email", "kind", "records")}),
        (_("Access"), {"fields": ("is_active", *RIGHTS)}),
        (_("Settings"), {"fields": ("language", "time_zone")}),
        (_("Dates"), {"fields": ("last_login", "date_joined", "updated_at")}),
    )

    @admin.display(description=_("contact"))
    def contact(self, user: User) -> str:
        """Return where a guest is reached."""
        return user.contact_email

    @admin.display(description=_("kind"))
    def kind_label(self, user: User) -> SafeString:
        """Return member, guest or staff."""
        if user.is_staff:
            return badge("staff", _("staff"))
        return badge(user.kind, user.get_kind_display())

    @admin.display(description=_("records"))
    def records(self, user: User) -> SafeString:
        """Return links to the person's memberships, feedback and comments."""
        lists = (
            (_("Memberships"), "projects_membership"),
            (_("Feedback"), "feedbacks_feedback"),
            (_("Comments"), "comments_feedbackcomment"),
        )
        links = [(rows_of(str(name), path, user__id__exact=user.id),) for name, path in lists]
        return format_html_join(" · ", "{}", links)

    @admin.action(description=_("Log out everywhere"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """End all sessions and personal tokens of people; superusers' only for a superuser."""
        people = queryset if _is_superuser(request) else queryset.filter(is_superuser=False)
        sessions = list(UserSession.objects.filter(user__in=people))
        for session in sessions:
            session.end()
        AccessToken.objects.in_use().filter(user__in=people).update(ended_at=timezone.now())
        text = ngettext("%d session was ended.", "%d sessions were ended.", len(sessions))
        self.message_user(request, text % len(sessions), messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: people sign up."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Return False: what people wrote keeps their name."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Lock the rights: only superusers give them, never to themselves, guests or bots."""
        fields = tuple(super().get_readonly_fields(request, obj))
        is_self = obj is not None and obj.pk == request.user.pk
        outranks = obj is not None and obj.is_superuser and not _is_superuser(request)
        if is_self or outranks:
            return (*fields, "is_active", *RIGHTS)
        if not _is_superuser(request) or (obj is not None and not obj.is_member):
            return (*fields, *RIGHTS)
        return fields

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> "ModelMultipleChoiceField[Any] | None":
        """Fetch each permission together with its model, in one query."""
        if db_field.name == "user_permissions":
            kwargs["queryset"] = Permission.objects.select_related("content_type")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool
    ) -> None:
        """Save what staff changed and no more: the name may have changed meanwhile."""
        columns = {field.name for field in User._meta.concrete_fields}
        obj.save(update_fields=[name for name in form.changed_data if name in columns])


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
