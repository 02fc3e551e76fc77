"""The face for machines: REST under `/api/v1`, described at `/api/v1/openapi.json`.

In come requests with a key (`Authorization: Bearer rgl_…`); out go JSON and, for every "no", a problem of
RFC 9457. Nothing is decided here: routes fetch through the key that may see, call one verb, and answer.
"""
