"""The official Python SDK, unchanged, against an endpoint.

`client.py lifecycle` takes a service from its creation to its deletion, `client.py create` sends the
body that it reads, `client.py sign` signs the requests that it reads. Input and output are JSON.
"""

import json
import os
import sys

from baidubce import protocol
from baidubce.auth import bce_v1_signer
from baidubce.auth.bce_credentials import BceCredentials
from baidubce.bce_base_client import BceBaseClient
from baidubce.bce_client_configuration import BceClientConfiguration
from baidubce.exception import BceHttpClientError
from baidubce.http import bce_http_client, handler, http_methods
from baidubce.retry.retry_policy import NoRetryPolicy


class Client(BceBaseClient):
    """The SDK has no client for BEC; this is how its own clients are made."""

    def __init__(self):
        super().__init__(
            BceClientConfiguration(
                credentials=credentials(),
                protocol=protocol.HTTP,
                endpoint=os.environ["BEC_ENDPOINT"],
                retry_policy=NoRetryPolicy(),
            )
        )

    def _compute_service_id(self):
        # The base class takes it from the name of its own module.
        return "bec"

    def send(self, method, path, params=None, body=""):
        headers = {b"Content-Type": b"application/json"}
        token = os.environ.get("BEC_SESSION_TOKEN", "")
        if token:
            headers[b"x-bce-security-token"] = token.encode()
        return bce_http_client.send_request(
            self.config,
            bce_v1_signer.sign,
            [handler.parse_error, handler.parse_json],
            method,
            path.encode(),
            body.encode(),
            headers,
            {name.encode(): value.encode() for name, value in (params or {}).items()},
        )


def credentials():
    return BceCredentials(os.environ["BEC_ACCESS_KEY_ID"], os.environ["BEC_SECRET_ACCESS_KEY"])


def create(body, params=None):
    return Client().send(http_methods.POST, "/v2/service/create", params, body)


def lifecycle(body):
    client = Client()
    created = create(body, {"clientToken": "a token's (own)"})
    service_id = created.details.service_id
    path = "/v1/service/" + service_id
    listed = client.send(http_methods.GET, "/v1/service", {"keyword": created.details.service_name})
    pods = client.send(http_methods.GET, "/v1/pod", {"serviceId": service_id, "pageSize": "2"})
    client.send(http_methods.PUT, path + "/stop")
    stopped = client.send(http_methods.GET, path)
    deleted = client.send(http_methods.DELETE, path)
    return {
        "serviceId": service_id,
        "listed": [service.service_id for service in listed.result],
        "pods": pods.total_count,
        "status": stopped.status,
        "deleted": deleted.details.service_id,
    }


def sign(requests):
    return [
        bce_v1_signer.sign(
            credentials(),
            request["method"].encode(),
            request["path"].encode(),
            {name.encode(): value.encode() for name, value in request["headers"].items()},
            {name.encode(): value.encode() for name, value in request["query"].items()},
            request["timestamp"],
            request["expireSeconds"],
            [name.encode() for name in request["headersToSign"]],
        ).decode()
        for request in requests
    ]


def main():
    command, text = sys.argv[1], sys.stdin.read()
    try:
        if command == "lifecycle":
            result = lifecycle(text)
        elif command == "create":
            result = {"serviceId": create(text).details.service_id}
        else:
            result = sign(json.loads(text))
        print(json.dumps({"result": result}))
    except BceHttpClientError as error:
        last = error.last_error
        error = {
            "status": error.status_code,
            "code": error.code,
            "message": str(last),
            "requestId": error.request_id,
        }
        print(json.dumps({"error": error}))


main()
