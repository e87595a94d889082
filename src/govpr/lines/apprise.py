"""The line to Apprise. Needs the extra `apprise`: `pip install govpr[apprise]`."""

import json
from collections.abc import Callable, Mapping

from attrs import field, frozen

from govpr.errors import InDoubt, Misconfigured
from govpr.http.calls import Call, Json, Reply


@frozen
class AppriseLine:
    """Sends what the `apprise` platform asks.

    Args:
        address: Gives the Apprise address, which may have passwords in it: it is in no error, log or repr.
    """

    address: Callable[[], str] = field(repr=False)

    def send(self, call: Call) -> Reply:
        """Answer a call of the `apprise` platform.

        Args:
            call: Its body has the title and the text.

        Raises:
            Misconfigured: The extra is missing, or the address is none that Apprise knows.
            InDoubt: Apprise says that it did not work: with some services that is said after a part went out.
        """
        try:
            from apprise import Apprise, NotifyFormat  # noqa: PLC0415  (an extra)
        except ImportError:
            raise Misconfigured("alerts need an extra; pip install govpr[apprise]", where="apprise") from None
        asked: Mapping[str, str] = call.body.value if isinstance(call.body, Json) else {}
        service = Apprise()
        if not service.add(self.address()):
            what = "the credential is no address that Apprise knows; see https://appriseit.com"
            raise Misconfigured(what, where="apprise")
        done = service.notify(title=asked["title"], body=asked["text"], body_format=NotifyFormat.TEXT)
        if not done:
            raise InDoubt("Apprise could not send it, or not to all; look there", where="apprise")
        return Reply(
            200, {"content-type": "application/json"}, json.dumps({"sent": True}).encode(), call.url, call.effect
        )
