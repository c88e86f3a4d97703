"""What the pages of aid would else add up at each request, kept in step with the records.

Everything here is made of public records and can be made again from them; nothing in it is
entered by people. It moves in the transaction of the change (aid/keeping.py).
"""

from django.db import models

CODE = 20  # characters of a value: a code, a year, or a primary key in digits


class Standing(models.Model):
    """What one public consignment adds to the sums: what has been added is taken away by it.

    No foreign key: the row outlives its consignment until the sums are right again.
    """

    shipment_id = models.BigIntegerField(primary_key=True)
    told = models.JSONField()  # as aid/standing.py makes it

    def __str__(self):
        return str(self.shipment_id)


class Table(models.TextChoices):
    """By what the sums are told apart; the value of a row says by which."""

    ALL = "all"
    YEAR = "year"
    PARTNER = "partner"
    COUNTRY = "country"
    CATEGORY = "category"
    KIND = "kind"
    BALANCE = "balance"  # of goods whose quantity and weight are known
    RATE = "rate"  # the rates that convert something


class Kept(models.Model):
    """A row of sums: what tells it from the others is its KEY, what it adds up its MEASURES."""

    KEY = ()
    MEASURES = ("shipments",)

    shipments = models.BigIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self):
        return " ".join(filter(None, self.key))

    @property
    def key(self):
        return tuple(getattr(self, name) for name in self.KEY)

    @property
    def numbers(self):
        return [getattr(self, name) for name in self.MEASURES]


class Total(Kept):
    """The sum of all counted consignments that share a value and a currency.

    Weights and money are whole thousandths: they add up exactly on both databases.
    """

    KEY = ("table", "value", "currency")
    MEASURES = ("shipments", "weighed", "grams", "valued", "amount", "converted", "uah")

    table = models.CharField(max_length=10)  # a Table
    value = models.CharField(max_length=CODE, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    weighed = models.BigIntegerField(default=0)  # how many of the addends have a weight
    grams = models.BigIntegerField(default=0)
    valued = models.BigIntegerField(default=0)
    amount = models.BigIntegerField(default=0)
    converted = models.BigIntegerField(default=0)
    uah = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "value", "currency"], name="total_once")
        ]


class Tally(Kept):
    """How many public consignments of a state have a value of the ledger's filter.

    Alone (`beside` is empty), or beside one value of another field of the filter: so the
    numbers of a filter with one value are read, not counted.
    """

    KEY = ("beside", "beside_value", "facet", "value", "status")

    beside = models.CharField(max_length=10, blank=True)
    beside_value = models.CharField(max_length=CODE, blank=True)
    facet = models.CharField(max_length=10, blank=True)
    value = models.CharField(max_length=CODE, blank=True)
    status = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["beside", "beside_value", "facet", "value", "status"], name="tally_once"
            )
        ]


class KeptOn(models.Model):
    """The day in Kyiv of which the sums are: one row, none before they are first made."""

    day = models.DateField()

    def __str__(self):
        return str(self.day)
