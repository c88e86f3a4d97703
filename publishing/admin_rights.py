"""Who may change what in the admin: what is published changes by those who may publish.

Rows with permissions of their own (`confidential`) are apart: who may write them may do so on
the page of a record whose other fields are then only read.
"""

from django.apps import apps
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth import get_permission_codename
from django.core.exceptions import NON_FIELD_ERRORS as NO_FIELD
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.audit import note
from publishing.changes import standing_on
from publishing.keys import free_key
from publishing.models import AuditEntry, ConfidentialRecord
from publishing.workflow import may_publish


def is_published(request, record):
    """Whether the stored record is published, asked once a request.

    So nothing that a form has set meanwhile changes the answer.
    """
    known = request.__dict__.setdefault("published_records", {})
    key = (type(record), record.pk)
    if key not in known:
        known[key] = record.pk is not None and record.is_published()
    return known[key]


def has_right(user, action, model):
    """Whether the user has Django's permission for the action on the model."""
    options = model._meta
    return user.has_perm(f"{options.app_label}.{get_permission_codename(action, options)}")


def without_links(found):
    """The nested list of what is deleted without the rows that only link two records.

    Django calls those by the name of a class; how many there are stands in its summary.
    """
    models = apps.get_models(include_auto_created=True)
    links = {capfirst(model._meta.verbose_name) for model in models if model._meta.auto_created}

    def kept(entries):
        for entry in entries:
            if isinstance(entry, list):
                if inner := list(kept(entry)):
                    yield inner
            elif entry.partition(": ")[0] not in links:
                yield entry

    return list(kept(found))


class GuardedForm(ModelForm):
    """Adds no row to a published record for somebody who may not publish; knows its `user`.

    With `has_conflict` others have changed the record meanwhile: the form is to be sent again.
    `refusal` says why what was typed could not be stored.
    """

    user = None
    has_conflict = False
    refusal = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self._may_make_key():
            self.fields["key"].required = False

    def _may_make_key(self):
        """Whether the record is new, and has a key that can be made of its name."""
        return "key" in self.fields and self.instance._state.adding

    def _make_key(self, cleaned):
        name = cleaned.get("name_uk") or cleaned.get("title_uk")
        if name and not cleaned.get("key") and "key" not in self.errors:
            cleaned["key"] = free_key(self._meta.model, name)

    def clean(self):
        cleaned = super().clean()
        if self._may_make_key():
            self._make_key(cleaned)
        if self.has_conflict:
            self.add_error(None, _("Nothing is saved yet"))  # the page says why
        if self.refusal:
            self.add_error(None, self.refusal)
        model = self._meta.model
        field = getattr(model, "belongs_to", "")
        owner = cleaned.get(field) if field in self.fields else None
        if owner and owner.is_published() and not may_publish(self.user, model):
            self.add_error(
                field, _("“%(record)s” is published: you may not change it.") % {"record": owner}
            )
        return cleaned

    def _update_errors(self, errors):
        """Of the record's own rules those that its fields here can mend."""
        found = getattr(errors, "error_dict", None)
        if found is not None:
            found = {name: why for name, why in found.items() if name in (*self.fields, NO_FIELD)}
            errors = ValidationError(found)
        super()._update_errors(errors)

    def _save_m2m(self):
        """Leave the links alone that are as they were."""
        for relation in self._meta.model._meta.many_to_many:
            if relation.name not in self.changed_data:
                self.cleaned_data.pop(relation.name, None)
        super()._save_m2m()


class GuardedAdmin:
    """The admin of records that only some may change once they are published.

    `confidential` names the relations whose rows have permissions of their own: no list is
    filtered by them, and no history tells of them.
    """

    form = GuardedForm
    confidential = ()

    def has_publish_permission(self, request):
        return may_publish(request.user, self.model)

    def may_edit(self, request, obj):
        """Whether the user may change the record itself and its open rows."""
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request, obj):
        return obj is None or self.has_publish_permission(request) or not is_published(request, obj)

    def has_change_permission(self, request, obj=None):
        return self.may_edit(request, obj) or (
            obj is not None
            and super().has_view_permission(request, obj)
            and any(
                has_right(request.user, action, model)
                for model in self.confidential_models()
                for action in ("add", "change")
            )
        )

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def confidential_relations(self):
        return [self.opts.get_field(name) for name in self.confidential]

    def confidential_models(self):
        return [relation.related_model for relation in self.confidential_relations()]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        form.refusal = getattr(request, "refusal", "")
        return form

    def get_readonly_fields(self, request, obj=None):
        if obj is not None and not self.may_edit(request, obj):
            return flatten_fieldsets(self.get_fieldsets(request, obj))
        return super().get_readonly_fields(request, obj)

    def get_prepopulated_fields(self, request, obj=None):
        if obj is not None and not self.may_edit(request, obj):
            return {}
        return super().get_prepopulated_fields(request, obj)

    def render_change_form(self, request, context, *args, **kwargs):
        """The page of a record; who is shown confidential rows on it is noted in the audit."""
        for inline in context["inline_admin_formsets"]:
            rows = inline.formset
            if issubclass(rows.model, ConfidentialRecord) and rows.initial_forms:
                note(AuditEntry.Act.READING, rows.instance, rows.model._meta.verbose_name)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        """Leave the record itself alone where the user may only write its confidential rows."""
        if not change or self.may_edit(request, obj):
            super().save_model(request, obj, form, change)

    def get_deleted_objects(self, objs, request):
        """What a deletion takes along, and which rights it asks for.

        Confidential rows ask for the right to delete them, published records for that to
        publish.
        """
        found, counts, needed, protected = super().get_deleted_objects(objs, request)
        for relation in self.confidential_relations():
            model = relation.related_model
            rows = model.objects.filter(**{f"{relation.field.name}__in": objs})
            if not has_right(request.user, "delete", model) and rows.exists():
                needed.add(model._meta.verbose_name)
        protected = [*protected, *standing_on(self.model, {obj.pk for obj in objs})]
        if not all(self._may_touch(request, obj) for obj in objs):
            needed.add(_("published records"))
        return without_links(found), counts, needed, protected


class GuardedInline:
    """Rows on the page of a record, as open or closed as the record is; confidential ones not."""

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self._is_open(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_open(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_open(request, obj)

    def _is_open(self, request, record):
        if record is None or issubclass(self.model, ConfidentialRecord):
            return True
        return self.admin_site.get_model_admin(self.parent_model).may_edit(request, record)
