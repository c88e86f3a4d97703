"""The register of aid in the admin: needs, consignments and their acts, recipients, rates."""

from aid.admin import custody, ledger, needs, rates, recipients

__all__ = ["custody", "ledger", "needs", "rates", "recipients"]
