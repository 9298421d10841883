"""The certificates of an allocation run, to be taken away and proved by anybody."""

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from procurement.exchange import certificates
from procurement.store.database import Store
from procurement.store.rounds import NotFound
from procurement.store.runs import RunKind, RunState
from web.auth import may
from web.downloads import download
from web.officer.comparison import lots

JSON = "application/json"


class CertificatePages(Controller):
    path = "/officer"

    @get(
        "/{round_id:int}/runs/{run_id:int}/certificate",
        guards=[may("see_round")],
        sync_to_thread=True,
    )
    def certificate(
        self, store: NamedDependency[Store], round_id: FromPath[int], run_id: FromPath[int]
    ) -> Response[bytes]:
        """The certificates of a finished run, as ``vbp certify`` reads them."""
        with store.transaction() as db:
            run = db.runs.get(run_id)
            if (
                run.round_id != round_id
                or run.kind is not RunKind.ALLOCATION
                or run.state is not RunState.DONE
            ):
                raise NotFound(f"certificate of run {run_id}")
            records = [lot["certificate"] for lot in lots(run) if "certificate" in lot]
        return download(certificates.encode(records), f"certificates-{run_id}.json", JSON)
