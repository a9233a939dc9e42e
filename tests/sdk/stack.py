"""The running stack of `cargo xtask dev --json`, and the simulated vendors behind it."""

import json
import os
import secrets
import urllib.request

LINE = os.environ.get("PASSGATE_STACK")
if not LINE:
    raise SystemExit("PASSGATE_STACK is not set: run `cargo xtask test`, or set it to the line of `cargo xtask dev --json`")

STACK = json.loads(LINE)


def simulator(method, path, body=None):
    """Asks the simulator's control API."""
    request = urllib.request.Request(
        f"{STACK['simulator']}/_sim{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)


def new_account(name):
    """An account of both vendors that no other test touches."""
    number = secrets.randbelow(10**8)
    return simulator("POST", "/users", {
        "username": f"{name}{number}",
        "name": "欧阳锋",
        "pinyin": [["ou"], ["yang"], ["feng"]],
        "phone": f"136{number:08}",
        "email": f"{name}{number}@example.com",
        "feishu": {},
        "eiam": {},
    })


def is_password(vendor, account, password):
    """Whether the vendor now takes this password for the account."""
    answer = simulator("POST", "/users/verify", {
        "vendor": vendor,
        "user": account["username"],
        "password": password,
    })
    return answer["matches"]


def calls_about(call, user_id):
    """The calls of that name about that account which the vendor has seen."""
    entries = simulator("GET", f"/calls?call={call}")["entries"]
    return [entry for entry in entries if entry["user_id"] == user_id]
