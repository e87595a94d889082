"""Tips in an asynchronous workspace: the store in threads, the conversation awaited."""

from attrs import frozen

from govpr.hoaxes.databases.protocol import Tip, TipReceipt
from govpr.http.async_client import AsyncClient
from govpr.http.drivers import arun
from govpr.workspace.async_parts import aside
from govpr.workspace.tips import Sending, TipPreview, Tips


@frozen
class AsyncTips:
    """As `govpr.workspace.tips.Tips`."""

    _sync: Tips
    _client: AsyncClient

    async def preview(self, database: str, tip: Tip) -> TipPreview:
        """As `Tips.preview`."""
        return await aside(self._sync.preview, database, tip)

    async def submit(self, database: str, tip: Tip, code: str) -> TipReceipt:
        """As `Tips.submit`: **what the preview shows leaves this machine**."""
        sending = await aside(Sending.of, self._sync._context, database, tip)  # noqa: SLF001  (its other half)
        await aside(sending.begin, code)
        send = self._client.sender(sending.session, sending.hosts)
        try:
            receipt = await arun(sending.adapter.submit(tip, sending.database), send)
        except Exception as error:
            await aside(sending.failed, error)
            raise
        return await aside(sending.done, receipt)
