"""What the document cannot say of a request: which accounts exist, a password that the vendor takes, and a
ticket that is not yet spent. And what came of it: how often each operation was done."""

import atexit
import collections
import json
import os
import urllib.request

import schemathesis

# The accounts of the vendors' own pages, which the simulator has.
FEISHU = {"user_id": "abc123"}
EIAM = "20201028102749564-9082-DC8CD2722"

# A client whose secret the token routes take.
CLIENT = json.loads(os.environ["PASSGATE_CLIENT"])

# For a ticket's holder: where and with what to mint, and what is asked for.
MINT = json.loads(os.environ.get("PASSGATE_MINT", "null"))

# What this caller may have a ticket minted for.
TICKET = json.loads(os.environ.get("PASSGATE_TICKET", "null"))

count = 0
done = collections.Counter()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Every second well-formed request is about an account that exists."""
    global count
    count += 1
    if case.meta is not None and case.meta.generation.mode.is_positive and count % 2 == 0:
        if case.path_parameters and "user_id" in case.path_parameters:
            case.path_parameters["user_id"] = EIAM
        if isinstance(case.body, dict) and "ent_email_password" in str(case.body.get("password", "")):
            case.body.update(FEISHU)
            case.body["password"] = {"ent_email_password": password()}
            case.query = {**(case.query or {}), "user_id_type": "user_id"}
        elif isinstance(case.body, dict) and "password" in case.body:
            case.body["password"] = password()
        if TICKET and operation(case) == "mintTicket":
            case.body = TICKET
        if case.path_parameters and "product" in case.path_parameters:
            case.path_parameters["product"] = "eiam"
        if isinstance(case.body, dict) and "app_secret" in case.body:
            case.body.update(app_id=CLIENT["id"], app_secret=CLIENT["secret"])
        if isinstance(case.body, dict) and "grant_type" in case.body:
            case.body.update(client_id=CLIENT["id"], client_secret=CLIENT["secret"])
    if MINT:
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {ticket()}"}


@schemathesis.hook
def after_call(context, case, response):
    """Counts what was done, or granted, and not only answered."""
    if not 200 <= response.status_code < 400:
        return
    try:
        answer = json.loads(response.content)
        outcome = answer.get("outcome", "done") if isinstance(answer, dict) else "done"
    except ValueError:
        outcome = "done"
    if outcome in ("done", "granted"):
        done[operation(case)] += 1


@atexit.register
def tell():
    with open(os.environ["PASSGATE_DONE"], "w") as file:
        json.dump(done, file)


def operation(case):
    return case.operation.definition.raw["operationId"]


def password():
    """No two in a row are the same, and both policies take each."""
    return f"Tide*Lamp{os.getpid() % 97}x{count}"


def ticket():
    request = urllib.request.Request(
        MINT["base"] + "/v1/tickets",
        data=json.dumps(MINT["request"]).encode(),
        headers={"Authorization": f"Bearer {MINT['token']}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["ticket"]
