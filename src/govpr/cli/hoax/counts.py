"""Numbers that commands take."""

from typing import Annotated

from cyclopts import Parameter, validators

Positive = Annotated[int, Parameter(validator=validators.Number(gte=1, lte=1000))]
Reach = Annotated[int, Parameter(validator=validators.Number(gte=0))]
