from partners.models.agreement import (
    Agreement,
    AgreementKind,
    AgreementStatus,
    ContractForm,
    Party,
    PartyRole,
    Renewal,
    State,
    Term,
    TerritorialKind,
)
from partners.models.office import Area, Office
from partners.models.partner import (
    HOME_COUNTRY,
    Contact,
    Partner,
    PartnerKind,
    PartnerStatus,
    Relation,
)

__all__ = [
    "HOME_COUNTRY",
    "Agreement",
    "AgreementKind",
    "AgreementStatus",
    "Area",
    "Contact",
    "ContractForm",
    "Office",
    "Partner",
    "PartnerKind",
    "PartnerStatus",
    "Party",
    "PartyRole",
    "Relation",
    "Renewal",
    "State",
    "Term",
    "TerritorialKind",
]
