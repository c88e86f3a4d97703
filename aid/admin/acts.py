"""New acts, typed on the page of a consignment beside the items that they give out."""

from django import forms
from django.contrib.admin.checks import InlineModelAdminChecks
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aid.models import Distribution
from aid.models.ledger import ZERO, exceeds
from publishing.admin import RecordTabularInline
from publishing.admin_rows import LabelledRows, NewRows, ReferringRows
from publishing.rules import Filled

ROWS_TO_TYPE = 3
LINE = _("Item, by its line")
HELP = {
    "act_number": _("Empty: as in the row above"),
    "line": _("The number of the line among the items above"),
}


class NewActForm(forms.ModelForm):
    """One line of an act; the item is named by its line in the table above."""

    may_add = True

    line = forms.IntegerField(label=LINE, min_value=1)

    def has_changed(self):
        return self.may_add and super().has_changed()


class NewActs(NewRows, ReferringRows, LabelledRows, forms.BaseModelFormSet):
    """Lines of acts, which are only ever added here.

    A line without a number goes on with the act above it. `items` is the formset of the items
    on the same page, which is judged before: goods and acts may be typed at once.
    """

    items = None

    def __init__(self, data=None, files=None, instance=None, prefix=None, **kwargs):
        self.instance = instance
        kwargs.pop("save_as_new", None)
        kwargs["queryset"] = Distribution.objects.none()
        super().__init__(self.spoken_of(data, prefix), files, prefix=prefix, **kwargs)

    @classmethod
    def get_default_prefix(cls):
        return "acts"

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["act_number"].required = False

    def clean(self):
        super().clean()
        rows = self.items.staying() if self.items else ()
        goods = {form.instance.line: form for form in rows}
        act, given, known = None, {}, set()
        for form in self.rows():
            act = self._named(form, act)
            if not form.errors and (item := self._item(form, goods)):
                self._judge(form, item, given)
                self._refuse_repeated(form, item, known)

    def rows(self):
        return [form for form in self.forms if form.has_changed()]

    def _named(self, form, above):
        """Give the line the number and date of its act; `above` is the line before it."""
        line = form.instance
        if not line.act_number and above is not None:
            line.act_number, line.date = above.act_number, line.date or above.date
        if not line.act_number and "act_number" not in form.errors:
            form.add_error("act_number", Filled.message)
        return line

    def _item(self, form, goods):
        """The item that the line gives out; None where there is none that could be judged."""
        number = form.cleaned_data["line"]
        if number not in goods:
            form.add_error("line", _("There is no item on this line"))
        elif not goods[number].errors:
            form.instance.item = goods[number].instance
            return form.instance.item
        return None

    def _judge(self, form, item, given):
        """Refuse what the act cannot give out, together with the lines above it."""
        act = form.instance
        before = given.get(item.line, ZERO)
        available = (item.in_store or ZERO) - before
        try:
            act.refuse_faults(item)
        except ValidationError as error:
            form.add_error(None, error)
            return
        if act.quantity > available:
            form.add_error("quantity", exceeds(item, available, act.quantity))
        given[item.line] = before + act.quantity

    def _refuse_repeated(self, form, item, known):
        """Refuse a second line of an act for the same item and recipient."""
        act = form.instance
        line = (act.act_number, item.line, act.recipient_id)
        stored = item.pk and item.distributions.filter(
            act_number=act.act_number, recipient=act.recipient_id
        )
        if line in known or (stored and stored.exists()):
            form.add_error("act_number", _("This act already gives the item to this recipient"))
        known.add(line)

    def save(self, commit=True):
        """Store the lines, of items that are stored by now."""
        self.changed_objects, self.deleted_objects = [], []
        acts = [form.instance for form in self.rows()]
        for act in acts:
            act.item = act.item  # takes over the key that the item has since it was saved
        self.new_objects = Distribution.objects.bulk_create(acts)
        return self.new_objects


class NewActChecks(InlineModelAdminChecks):
    """An act belongs to the consignment by way of its item, not by a key of its own."""

    def _check_exclude_of_parent_model(self, obj, parent_model):
        return []

    def _check_relation(self, obj, parent_model):
        return []


class NewActInline(RecordTabularInline):
    model = Distribution
    form = NewActForm
    formset = NewActs
    checks_class = NewActChecks
    only_adds = True
    can_delete = False
    verbose_name = _("new line of an act")
    verbose_name_plural = _("new acts of distribution")
    fields = ("act_number", "date", "line", "recipient", "quantity")
    autocomplete_fields = ("recipient",)

    class Media:
        js = ("js/paste-rows.js",)

    def has_view_permission(self, request, obj=None):
        return False  # acts are looked at on the page of their item

    def has_change_permission(self, request, obj=None):
        return False

    def get_extra(self, request, obj=None, **kwargs):
        return ROWS_TO_TYPE

    def get_formset(self, request, obj=None, **kwargs):
        may_add = self.has_add_permission(request, obj)
        return forms.modelformset_factory(
            self.model,
            form=type(self.form.__name__, (self.form,), {"may_add": may_add}),
            formset=self.formset,
            fields=self.fields,
            labels={"line": LINE},  # of heads of columns, which ask no field
            help_texts=HELP,
            formfield_callback=lambda field, **options: self.formfield_for_dbfield(
                field, request, **options
            ),
            extra=self.get_extra(request, obj),
            max_num=self.get_max_num(request, obj),
        )
