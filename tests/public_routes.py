"""Every page that is open to everybody, and why; all others need a right."""

PUBLIC = {
    "GET /": "the front page lists announced rounds",
    "GET /rounds/{round_id:int}": "a notice is public, results are once they are published",
    "GET /rounds/{round_id:int}/products/{code:str}": "published results",
    "GET /rounds/{round_id:int}/regions/{code:str}": "published results",
    "GET /rounds/{round_id:int}/results.csv": "published results",
    "GET /rounds/{round_id:int}/results.json": "published results",
    "GET /rounds/{round_id:int}/award-notice.pdf": "the notice of the award",
    "GET /rounds/{round_id:int}/sealing.json": "a round's public key and terms, as announced",
    "GET /rounds/{round_id:int}/box": "fingerprints of the closed box, for every bidder to check",
    "POST /rounds/{round_id:int}/box": "a receipt is verified and forgotten",
    "GET /rounds/{round_id:int}/box/json": "fingerprints of the closed box",
    "GET /rounds/{round_id:int}/box/proof/{fingerprint:str}": "a proof for one fingerprint",
    "GET /rounds/{round_id:int}/changes": "what changed, why and by whom, for every bidder",
    "GET /rounds/{round_id:int}/document": "the tender document with every version",
    "GET /rounds/{round_id:int}/questions": "published answers; one's own questions besides",
    "GET /rounds/{round_id:int}/picking": "the record of the picking, once results are published",
    "GET /rounds/{round_id:int}/picking/csv": "the same as a table",
    "GET /audit/heads": "hashes of the audit chain, one a day",
    "GET /audit/heads.json": "hashes of the audit chain, one a day",
    "GET /platform-key": "the public key that receipts are verified with",
    "GET /rules": "the law",
    "GET /rules/{name:str}": "the law",
    "GET /compare-price": "a calculator; it keeps nothing",
    "GET /codes": "a calculator; it keeps nothing",
    "GET /volumes": "a calculator; it keeps nothing",
    "POST /volumes": "a calculator; it keeps nothing",
    "GET /login": "before a login there is nobody",
    "POST /login": "before a login there is nobody",
    "GET /login/code": "the second half of a login; it asks nothing before the first",
    "POST /login/code": "the second half of a login",
    "GET /invitation": "who is invited has no login yet; the code in the form is the right",
    "POST /invitation": "who is invited has no login yet; the code in the form is the right",
    "GET /register": "a firm that registers has no login yet",
    "POST /register": "a firm that registers has no login yet",
    "GET /registration": "the form in which a firm gives its code",
    "POST /registration": "the code in the form is the right to see this registration",
    "POST /logout": "it ends a session, if there is one",
    "GET /schema": "the routes themselves, no data",
    "GET /schema/openapi.json": "the routes themselves, no data",
    "GET /schema/{path:str}": "the routes themselves, no data",
    "GET /static/{file_path:path}": "style, scripts and pictures of the pages",
    "HEAD /static/{file_path:path}": "style, scripts and pictures of the pages",
}


def routes(built):
    """Every method of every route with its handler: ``("GET /rules", handler)``."""
    return sorted(
        (
            (f"{method} {route.path}", handler)
            for route in built
            for handler in getattr(route, "route_handlers", ())
            for method in handler.http_methods
            if method != "OPTIONS"
        ),
        key=lambda one: one[0],
    )
