"""EIAM's pages have no SDK: plain HTTP exactly as they write it, by Python's own library."""

import base64
import json
import secrets
import unittest
import urllib.error
import urllib.parse
import urllib.request

from stack import STACK, calls_about, is_password, new_account, simulator

GOOD = "Tide-under-9!"


def send(method, address, headers, body):
    """Status and JSON, whatever the status."""
    request = urllib.request.Request(address, method=method, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=15) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def access_token(origin, client):
    basic = base64.b64encode(f"{client['id']}:{client['secret']}".encode()).decode()
    headers = {
        "Authorization": f"Basic {basic}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    form = urllib.parse.urlencode({"grant_type": "client_credentials"}).encode()
    status, answer = send("POST", f"{origin}/api/v2/tenant/token", headers, form)
    assert status == 200, answer.get("error")
    return answer["access_token"]


def change_password(origin, client, account, password):
    headers = {
        "Authorization": f"Bearer {access_token(origin, client)}",
        "Content-Type": "application/json; charset=utf-8",
    }
    body = json.dumps({"password": password, "pwd_must_modify": "false"}).encode()
    address = f"{origin}/api/v2/tenant/users/{account['eiam']['user_id']}/change-password"
    return send("PUT", address, headers, body)


class ThroughTheWorker(unittest.TestCase):
    def change(self, account, password):
        return change_password(STACK["base"], STACK["clients"]["eiam"], account, password)

    def test_a_good_password_is_changed(self):
        account = new_account("pypage")
        status, answer = self.change(account, GOOD)
        self.assertEqual((status, answer["user_id"]), (200, account["eiam"]["user_id"]))
        self.assertTrue(is_password("eiam", account, GOOD))

    def test_a_bad_password_is_refused_and_the_vendor_is_not_asked(self):
        account = new_account("pypagebad")
        status, answer = self.change(account, account["username"])
        self.assertEqual(status, 400)
        # Of what is wrong with it, the policy's first rule decides the code.
        self.assertEqual(answer["error_code"], "PWD.0005")
        self.assertEqual(answer["violations"][0]["code"], "too-few-classes")
        self.assertEqual(calls_about("eiam.change-password", account["eiam"]["user_id"]), [])


class AtTheVendor(unittest.TestCase):
    def test_the_same_requests_drive_the_simulated_vendor(self):
        client = {"id": f"py-{secrets.token_hex(4)}", "secret": secrets.token_hex(24)}
        simulator("POST", "/clients", {
            "client_id": client["id"],
            "client_secret": client["secret"],
            "permissions": ["user_all"],
        })
        account = new_account("pypagedirect")
        status, _ = change_password(STACK["simulator"], client, account, GOOD)
        self.assertEqual(status, 200)
        self.assertTrue(is_password("eiam", account, GOOD))
        status, answer = change_password(STACK["simulator"], client, account, "Ab1!")
        self.assertEqual((status, answer["error_code"].strip()), (400, "PWD.0002"))


if __name__ == "__main__":
    unittest.main()
