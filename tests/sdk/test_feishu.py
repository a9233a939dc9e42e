"""The official Python SDK as a client: of the Worker with only domain and credentials changed, and
of the simulated vendor itself."""

import json
import secrets
import unittest

import lark_oapi as lark
from lark_oapi.api.admin.v1 import Password, ResetPasswordRequest, ResetPasswordRequestBody

from stack import STACK, calls_about, is_password, new_account, simulator

GOOD = "Tide-under-9-bridges"
BAD = "onlyletters"


def sdk(domain, app_id, app_secret):
    builder = lark.Client.builder().domain(domain).app_id(app_id).app_secret(app_secret)
    return builder.log_level(lark.LogLevel.CRITICAL).build()


def own_app():
    """An app of this test's own at the simulated vendor."""
    app = {
        "app_id": f"cli_{secrets.token_hex(8)}",
        "app_secret": secrets.token_hex(24),
        "scopes": ["admin:ent_email_password", "contact:user.employee_id:readonly"],
    }
    simulator("POST", "/apps", app)
    return sdk(STACK["simulator"], app["app_id"], app["app_secret"])


def reset(client, user_id, password, user_id_type="open_id"):
    """The call as the SDK's documentation writes it."""
    body = ResetPasswordRequestBody.builder()
    body = body.user_id(user_id).password(Password.builder().ent_email_password(password).build()).build()
    request = ResetPasswordRequest.builder().user_id_type(user_id_type).request_body(body).build()
    return client.admin.v1.password.reset(request)


class ThroughTheWorker(unittest.TestCase):
    def setUp(self):
        client = STACK["clients"]["feishu"]
        self.edge = sdk(STACK["base"], client["id"], client["secret"])

    def test_a_good_password_is_reset(self):
        account = new_account("pygood")
        answer = reset(self.edge, account["feishu"]["open_id"], GOOD)
        self.assertTrue(answer.success(), answer.msg)
        self.assertTrue(is_password("feishu", account, GOOD))

    def test_a_password_beyond_ascii_travels_unharmed(self):
        account = new_account("pyhan")
        simulated = simulator("GET", "/policy/feishu")["non_ascii"]
        answer = reset(self.edge, account["feishu"]["open_id"], "潮水-under-9-bridges")
        # The Worker does not know what Feishu thinks of such a password and asks it.
        self.assertEqual(len(calls_about("feishu.reset", account["feishu"]["open_id"])), 1)
        self.assertEqual(answer.success(), simulated != "refuse")

    def test_a_bad_password_is_1050022_and_the_vendor_is_not_asked(self):
        account = new_account("pybad")
        answer = reset(self.edge, account["feishu"]["open_id"], BAD)
        self.assertEqual(answer.code, 1050022)
        violations = json.loads(answer.raw.content)["violations"]
        self.assertEqual([violation["code"] for violation in violations], ["too-few-classes"])
        self.assertEqual(calls_about("feishu.reset", account["feishu"]["open_id"]), [])
        self.assertFalse(is_password("feishu", account, BAD))

    def test_the_answer_carries_a_log_id(self):
        account = new_account("pylog")
        answer = reset(self.edge, account["feishu"]["open_id"], BAD)
        self.assertTrue(answer.get_log_id())


class AtTheVendor(unittest.TestCase):
    def test_the_same_sdk_drives_the_simulated_vendor(self):
        app = own_app()
        account = new_account("pydirect")
        # An open_id is one app's own; a user_id is the tenant's.
        user_id = account["feishu"]["user_id"]
        answer = reset(app, user_id, GOOD, "user_id")
        self.assertTrue(answer.success(), answer.msg)
        self.assertTrue(is_password("feishu", account, GOOD))
        self.assertEqual(reset(app, user_id, BAD, "user_id").code, 1050022)
        self.assertEqual(len(calls_about("feishu.reset", user_id)), 2)


if __name__ == "__main__":
    unittest.main()
