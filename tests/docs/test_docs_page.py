"""The docs page: everything on it comes from this server, nothing on it is inline, and it works in a browser. SCREENSHOT=FILE keeps a picture."""
import os
import pathlib
import re
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "openapi")]

from app_server import AppServer  # noqa: E402
from browser import Browser  # noqa: E402

FILES = ["/docs", "/docs/docs.css", "/docs/docs.js", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js"]
# Addresses in the package's code that are names or links for people; it loads none of them. A new one wants a look before it joins the list.
KNOWN = {"www.w3.org", "spec.openapis.org", "datatracker.ietf.org", "json-schema.org", "www.rfc-editor.org", "spdx.org", "swagger.io", "vladimirgorej.com",
         "github.com", "redux.js.org", "reactjs.org", "fb.me", "example.com", "base", "twitter.com", "www.tiktok.com", "www.facebook.com", "soundcloud.com",
         "instagram.com", "validator.swagger.io"}


class DocsPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = AppServer("blog").start()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.server.own_folder.cleanup()

    def test_names_no_other_host_to_load_from(self):
        for path in FILES:
            text = self.server.get(path).body.decode()
            hosts = set(re.findall(r"(?:https?|wss?)://([A-Za-z0-9.-]+)", text))
            with self.subTest(path):
                self.assertLessEqual(hosts, KNOWN if path.endswith("bundle.js") else {"www.w3.org"} if path.endswith("ui.css") else set())
                self.assertNotRegex(text, r"""(?:src|href)=["']?//""")
        # The one that would be loaded is switched off.
        self.assertIn("validatorUrl: null", self.server.get("/docs/docs.js").body.decode())

    def test_allows_nothing_inline(self):
        page = self.server.get("/docs")
        policy = page.headers["content-security-policy"]
        self.assertIn("default-src 'none'; script-src 'self'; style-src 'self';", policy)
        self.assertNotIn("unsafe", policy)
        text = page.body.decode()
        self.assertNotRegex(text, r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=")

    def test_files_have_versions(self):
        for path in FILES:
            answer = self.server.get(path)
            with self.subTest(path):
                self.assertEqual(answer.status, 200)
                again = self.server.get(path, headers={"If-None-Match": answer.headers["etag"]})
                self.assertEqual((again.status, again.body), (304, b""))

    def test_works_in_a_browser(self):
        with Browser() as browser:
            browser.open(self.server.url + "/docs")
            browser.wait_for("document.querySelectorAll('.opblock').length > 20")
            browser.evaluate("document.querySelector('#operations-Tag-listTags .opblock-summary-control').click()")
            browser.wait_for("!!document.querySelector('#operations-Tag-listTags .try-out__btn')")
            browser.evaluate("document.querySelector('#operations-Tag-listTags .try-out__btn').click()")
            browser.wait_for("!!document.querySelector('#operations-Tag-listTags .execute')")
            browser.evaluate("document.querySelector('#operations-Tag-listTags .execute').click()")
            browser.wait_for("(document.querySelector('#operations-Tag-listTags .live-responses-table') || {innerText: ''}).innerText.includes('nextCursor')")
            if "SCREENSHOT" in os.environ:
                browser.evaluate("window.scrollTo(0, 0)")
                browser.screenshot(os.environ["SCREENSHOT"])
            elsewhere = [url for url in browser.requested() if not url.startswith((self.server.url + "/", "data:"))]
            self.assertEqual(elsewhere, [])
            self.assertIn(self.server.url + "/openapi.json", browser.requested())
            self.assertEqual(browser.complaints(), [])

    def test_is_not_there_in_production_unless_asked_for(self):
        secret = {"TENON_SECRET": "x" * 40, "TENON_ENV": "production"}
        for wanted, status in ((None, 404), ("on", 200), ("off", 404)):
            with self.subTest(wanted):
                server = AppServer("blog", {**secret, **({"TENON_DOCS": wanted} if wanted else {})})
                server.run("migrate", "up", "--schema", server.schema)
                with server:
                    self.assertEqual(server.get("/docs").status, status)
                    # Strangers see the part that is theirs.
                    paths = server.get("/openapi.json").json["paths"]
                    self.assertIn("/api/v1/tags", paths)
                    self.assertNotIn("/api/v1/posts", paths)


if __name__ == "__main__":
    unittest.main()
