#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The review page in a real browser, as the person who confirms uses it: every value is clicked and
must lead to its passage, and back.

    review_page_test.py MANDAT

The contracts beside the checkout (../shared/contracts) are looked at too, where they are there.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import browser

HERE = pathlib.Path(__file__).resolve().parent
CONTRACTS = HERE / "contracts"
THEIRS = HERE.parents[2] / "shared" / "contracts"
MANDAT = sys.argv.pop(1)

# Helpers that stand in the page while it is tested.
TOOLS = """
  window.shown = (part) => {
    const pane = part.closest('.pane').getBoundingClientRect(), box = part.getClientRects()[0];
    return !!box && box.top >= Math.max(0, pane.top) - 1 &&
      box.top < Math.min(innerHeight, pane.bottom) - 5 && box.left < pane.right;
  };
  window.spot = (link) => {
    link.scrollIntoView({ block: 'center' });
    const box = link.getClientRects()[0];
    const x = box.left + Math.min(6, box.width / 2), y = box.top + box.height / 2;
    const hit = document.elementFromPoint(x, y);
    return [x, y, link === hit || link.contains(hit)];
  };
  window.violations = [];
  addEventListener('securitypolicyviolation', (event) => violations.push(event.blockedURI));
"""

HOSTILE = """<script>window.pwned = 1</script> DATA PROCESSING AGREEMENT </script></pre></section>

between "Evil & Co" <img src=x onerror="window.pwned=2"> Ltd, 1 Example Road, Exampletown, acting as
processor, and the customer, acting as controller.

1. The processor processes personal data only on documented instructions of the controller, see
<a href="javascript:window.pwned=3">javascript:window.pwned=3</a> and --> <!-- ]]> '"`.

2. The processor shall notify the controller of a personal data breach \u202enihtiw 24 hours\u202c,
in any event within 24 hours after becoming aware of it. <iframe src="https://example.org/"></iframe>

3. The processor shall assist the controller with """ + "Donaudampfschiff" * 60 + """ requests of
data subjects within 5 working days. <style>*{display:none}</style><base href="https://example.org/">

4. At the choice of the controller the processor deletes or returns all personal data within 30
days after the end of the services. \u2066<meta http-equiv="refresh" content="0;url=x">\u2069
"""


class ReviewPage(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.page = browser.Browser()
        cls.addClassCleanup(cls.page.close)

    def review(self, contract):
        """Opens the page of a contract; what was read of it."""
        out = self.folder / f"{contract.stem.replace('.', '-')}-{len(list(self.folder.iterdir()))}"
        done = subprocess.run([MANDAT, "contract", "read", contract, "--json", "--review",
                               f"{out}.html"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.page.requests.clear()
        self.page.open(f"{out}.html")
        self.page.run(TOOLS)
        return json.loads(done.stdout), out.with_name(out.name + ".html")

    def click(self, what):
        x, y, is_free = self.page.run(f"spot(document.querySelector({what!r}))")
        self.assertTrue(is_free, f"something lies over {what}")
        self.page.press(x, y)

    def follow_every_value(self, contract):
        reading, html = self.review(contract)
        text = contract.read_bytes()
        page = self.page
        page.run("document.querySelectorAll('details').forEach(part => part.open = true)")
        count = 0
        for number, term in enumerate(reading["terms"], 1):
            begin, end = term["span"]
            if begin == end:
                continue
            count += 1
            # The value itself is the link; of a passage that is its own value, the clause is.
            link = f"#t{number} > a.value" if term.get("value") else f"#t{number} a.to"
            self.click(link)
            name = f"{contract.name}: {term['field']} by {link}"
            told = page.run(f"""(async () => {{
              const marks = [...document.querySelectorAll('mark.t{number}')];
              const first = document.querySelector('#p{number}');
              const told = {{seen: shown(first), lit: marks.every(m => m.matches('.lit')),
                others: document.querySelectorAll('mark.lit:not(.t{number})').length,
                color: getComputedStyle(marks[0]).backgroundColor,
                plain: getComputedStyle(document.querySelector('mark:not(.lit)') ||
                  document.body).backgroundColor,
                text: marks.map(m => m.textContent).join(''),
                here: document.querySelector('[aria-current]').id, lost: []}};
              const follow = async (link) => {{
                const done = new Promise(told => addEventListener('hashchange', told,
                                                                  {{once: true}}));
                link.click();
                await done;
              }};
              for (const link of document.querySelectorAll('#t{number} li > a[href*="-"]')) {{
                await follow(link);
                if (!shown(document.querySelector(link.hash))) told.lost.push(link.textContent);
              }}
              // And back, by the number in the contract.
              await follow(first);
              told.back = shown(document.querySelector('#t{number} h4'));
              return told; }})()""")
            self.assertTrue(told["seen"], name)
            self.assertTrue(told["lit"], name)
            self.assertEqual(told["others"], 0, name)
            self.assertNotEqual(told["color"], told["plain"], name)
            self.assertEqual(told["here"], f"t{number}", name)
            self.assertEqual(told["lost"], [], name)
            self.assertTrue(told["back"], name)
            if "items" not in term:
                self.assertEqual(told["text"], text[begin:end].decode("utf-8", "replace")
                                 .replace("\r\n", "\n"), name)
        self.assertGreater(count, 20, contract.name)
        self.assertEqual([url for url in page.requests if url != f"file://{html}"], [])
        self.assertEqual(page.run("violations"), [])

    def test_every_value_leads_to_its_passage_and_back(self):
        own = [CONTRACTS / "numbered.en.txt", CONTRACTS / "clauses.fr.txt"]
        for contract in own + sorted(THEIRS.glob("*.txt")):
            with self.subTest(contract.name):
                self.follow_every_value(contract)

    def test_value_is_seen_beside_its_passage_on_a_narrow_screen(self):
        self.page.resize(800, 1000)
        self.addCleanup(self.page.resize, 1440, 900)
        self.review(CONTRACTS / "numbered.en.txt")
        last = self.page.run("document.querySelector('article:last-of-type').id.slice(1)")
        self.click(f"#t{last} a.to")
        self.assertTrue(self.page.run(f"shown(document.querySelector('#p{last}')) && "
                                      f"shown(document.querySelector('#t{last} a.to'))"))
        self.assertFalse(self.page.run("document.scrollingElement.scrollWidth > innerWidth"))

    def test_browser_goes_back_from_a_passage(self):
        self.review(CONTRACTS / "numbered.en.txt")
        self.page.run("location.hash = '#t5'")
        self.page.settle()
        self.click("#t9 a.to")
        self.page.run("new Promise(done => { addEventListener('hashchange', done, {once: true}); "
                      "history.back(); })")
        self.page.settle()
        self.assertTrue(self.page.run("shown(document.querySelector('#t5'))"))

    def test_keys_go_through_the_values_and_count_what_is_compared(self):
        _, html = self.review(CONTRACTS / "numbered.en.txt")
        page = self.page
        page.key("j")
        page.key("j")
        self.assertEqual(page.run("document.activeElement.id"), "t2")
        self.assertTrue(page.run("shown(document.querySelector('mark.lit'))"))
        page.key("x")
        self.assertEqual(page.run("document.activeElement.id"), "t3")
        page.key("k")
        self.assertEqual(page.run("document.activeElement.id"), "t2")
        page.key("n")
        self.assertEqual(page.run("document.activeElement.id"), "t3")
        self.assertTrue(page.run("document.querySelector('#count').textContent").startswith("1 / "))
        page.key("/")
        for letter in "breach":
            page.key(letter)
        shown = page.run("[...document.querySelectorAll('article')].filter(a => !a.hidden)"
                         ".map(a => a.textContent.toLowerCase().includes('breach'))")
        self.assertTrue(shown and all(shown), shown)
        page.open(html)
        self.assertTrue(page.run("document.querySelector('#count').textContent").startswith("1 / "),
                        "what was ticked stays")
        page.run("document.querySelectorAll('input[data-of]').forEach(box => box.click())")
        page.run("document.querySelector('#t2 input').click()")
        self.assertFalse(page.run("document.querySelector('#end').hidden"))

    def test_filters_show_what_wants_a_look(self):
        self.review(CONTRACTS / "numbered.en.txt")
        for name, rule in (("look", "a.matches('.look')"), ("open", "true"), ("gaps", "false")):
            self.page.run(f"document.querySelector('#show-{name}').click()")
            self.assertTrue(self.page.run("[...document.querySelectorAll('article')].every(a => "
                                          f"a.checkVisibility() ? {rule} : true)"), name)
        self.assertGreater(self.page.run("[...document.querySelectorAll('.gaps li')].length"), 5)

    def test_contract_cannot_speak_as_the_page(self):
        contract = self.folder / "hostile.txt"
        contract.write_text(HOSTILE)
        reading, html = self.review(contract)
        self.assertIn("breach.notice", [term["field"] for term in reading["terms"]])
        page = self.page
        self.assertEqual(page.run("typeof window.pwned"), "undefined")
        self.assertEqual(page.dialogs, [])
        self.assertEqual(page.run(
            "document.querySelectorAll('img, iframe, base, pre script, article script, "
            "[onerror], a:not([href^=\"#\"]), meta[http-equiv=refresh]').length"), 0)
        self.assertEqual(page.run("document.scripts.length + document.styleSheets.length"), 2)
        self.assertIn("<script>window.pwned = 1</script>", page.run(
            "document.querySelector('pre').textContent"))
        self.assertIsNone(page.run(
            r"document.documentElement.textContent.match(/[\u202a-\u202e\u2066-\u2069]/)"))
        self.assertIn("U+202E", page.run("document.querySelector('pre').textContent"))
        for width in (1440, 800):
            page.resize(width, 900)
            self.assertEqual(page.run("[...document.querySelectorAll('.pane'), "
                                      "document.scrollingElement].filter(p => p.scrollWidth > "
                                      "p.clientWidth + 1).length"), 0, f"{width} wide")
        page.resize(1440, 900)
        self.assertEqual([url for url in page.requests if url != f"file://{html}"], [])
        # Even markup that came in would do nothing: the policy stops it before it leaves.
        page.run("""(() => {
          const script = document.createElement('script');
          script.textContent = 'window.pwned = 4';
          const image = new Image();
          image.src = 'https://example.org/x.png';
          document.body.append(script, image);
          return new Promise(done => setTimeout(done)); })()""")
        self.assertEqual(page.run("typeof window.pwned"), "undefined")
        self.assertEqual(len(page.run("violations")), 2)

    def test_words_stand_out_from_their_ground(self):
        self.review(CONTRACTS / "clauses.fr.txt")
        self.page.run("location.hash = '#p3'")
        script = """(() => {
          const parts = (color) => (color.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
          const light = (color) => {
            const [r, g, b] = parts(color).slice(0, 3).map(c => c / 255)
              .map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b; };
          const ground = (part) => {
            for (; part; part = part.parentElement) {
              const color = parts(getComputedStyle(part).backgroundColor);
              if (color.length < 4 || color[3] > 0) return getComputedStyle(part).backgroundColor;
            }
            return 'rgb(255, 255, 255)'; };
          const poor = [];
          for (const part of document.querySelectorAll('body *:not(script)')) {
            if (![...part.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
              continue;
            if (!part.checkVisibility()) continue;
            const [a, b] = [light(getComputedStyle(part).color), light(ground(part))].sort();
            const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
            if (ratio < 4.5) poor.push(`${part.tagName}.${part.className} ${ratio.toFixed(2)}`);
          }
          return [...new Set(poor)]; })()"""
        for scheme in ("light", "dark"):
            self.page.media(prefers_color_scheme=scheme)
            self.assertEqual(self.page.run(script), [], scheme)
        self.page.media()

    def test_page_has_landmarks_names_and_languages(self):
        self.review(CONTRACTS / "numbered.en.txt")
        self.assertEqual(self.page.run("document.documentElement.lang"), "en")
        self.review(CONTRACTS / "clauses.fr.txt")
        self.assertEqual(self.page.run("[document.documentElement.lang, "
                                       "document.querySelector('pre').lang]"), ["fr", "fr"])
        tree = self.page.send("Accessibility.getFullAXTree")["nodes"]
        roles = {}
        for node in tree:
            if not node.get("ignored"):
                roles.setdefault(node["role"]["value"], []).append(
                    node.get("name", {}).get("value", ""))
        for role in ("main", "banner", "navigation", "region", "article", "searchbox"):
            self.assertIn(role, roles)
        for role in ("link", "checkbox", "radio", "region", "article", "searchbox"):
            self.assertTrue(all(name.strip() for name in roles[role]), role)

    def test_paper_holds_everything(self):
        self.review(CONTRACTS / "numbered.en.txt")
        self.page.media("print")
        self.addCleanup(self.page.media)
        self.page.run("dispatchEvent(new Event('beforeprint'))")
        self.assertTrue(self.page.run(
            "[...document.querySelectorAll('article, .gaps li, .sign, pre')]"
            ".every(part => part.checkVisibility())"))
        self.assertFalse(self.page.run("document.querySelector('nav').checkVisibility()"))


if __name__ == "__main__":
    if not browser.PROGRAM:
        sys.exit("the package chromium is not installed (tools/packages-tests.txt)")
    unittest.main()
