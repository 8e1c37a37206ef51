"""What the tests of faults share: a workspace so small that a run takes a moment, ways to let something go wrong in it, and a judge.

The workspace has an older edition already (September, published and sent). The run that is disturbed makes October's.
"""
import hashlib
import os
import random
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from independent import ROOT, SEIRE   # noqa: E402

EVERYTHING = os.environ.get("FAULTS") == "all"     # `make faults`; else a short slice
JOBS = int(os.environ.get("JOBS", "2"))
BEFORE, AS_OF = "2026-10-02", "2026-11-03"
TOOLS = Path(__file__).resolve().parent / "faults"

RULES = {
    "seire.yaml": """
organisation: {et: Näidisamet, en: Example Board}
unit: {et: Tugitalitus, en: Support Unit}
contact: aruandlus@example.ee
languages: [et]
person_key: keys/person.key
audiences:
  osakond: {threshold: 3}
recipients:
  head_of_unit:  {name: talituse juht, address: juhataja@example.ee, language: et}
  service_owner: {address: teenused@example.ee}
mail:
  transport: drop
  directory: outgoing
  from: seire@example.ee
  from_name: Seire
  allowed_domains: [example.ee]
""",
    "datasets/cases.yaml": """
datasets:
  cases:
    title: {et: Juhtumid, en: Cases}
    files: inbox/juhtumid*.csv
    formats: [dd.mm.yyyy]
    decimal: ","
    key: case_id
    columns:
      case_id: {from: nr, type: text, required: true}
      opened:  {from: avatud, type: date}
      contact: {from: kontakt, type: date}
      service: {from: teenus, type: code, list: services}
      client:  {from: isik, type: person}
      cost:    {from: kulu, type: decimal(2)}
      note:    {from: märkus, type: drop}
    derive:
      wait_days: workdays(opened, contact)
    checks:
      - id: contact_after_opened
        expect: contact >= opened
        severity: error
        tolerance: 5%
        message: {et: Kontakt on varasem kui avamine, en: The contact is earlier than the opening}
""",
    "lists/services.csv": "code,valid_from,valid_to,et,en,parent,aliases\n"
                          "A,,,Nõustamine,Counselling,,nõu\nB,,,Varjupaik,Shelter,,\nC,,,Õigusabi,Legal aid,,\n",
    "indicators/all.yaml": """
indicators:
  M01:
    name: {et: Abi saanud isikud, en: People helped}
    counts: person
    counted: {et: isikut, en: persons}
    dataset: cases
    value: count(distinct client)
    period: opened
    by: [service]
    owner: service_owner
  T01:
    name: {et: Kontakt tähtajal, en: Contact on time}
    counts: case
    counted: {et: juhtumit, en: cases}
    dataset: cases
    value: share(coalesce(wait_days <= 2, false))
    period: opened
    by: [service]
    better: higher
    owner: service_owner
  B01:
    name: {et: Kulu, en: Spend}
    counts: case
    dataset: cases
    value: sum(cost)
    unit: euro
    period: opened
    owner: head_of_unit
  B02:
    name: {et: Ühikukulu, en: Unit cost}
    value: ratio(B01, M01)
    unit: euro
    digits: 2
    owner: head_of_unit
  W01:
    name: {et: Ooteaja mediaan, en: Median wait}
    counts: case
    dataset: cases
    value: median(wait_days)
    period: opened
    owner: service_owner
""",
    "targets/2026.yaml": "targets:\n"
                         "  T01: [{from: 2026-01-01, min: 90%, warn: 85%, approved_by: head_of_unit, approved_on: 2025-12-15}]\n",
    "reports/kuu.yaml": """
reports:
  kuu:
    title: {et: Kuuaruanne, en: Monthly report}
    period: month
    grains: [month, year]
    window: 12
    due: workday 1
    audience: osakond
    formats: [html, xlsx]
    sections:
      - title: {et: Abi, en: Help}
        indicators: [M01, T01, W01, B01, B02]
    recipients: [head_of_unit, service_owner]
""",
}
ADDRESSES = ["juhataja@example.ee", "teenused@example.ee"]
DROP = "  transport: drop\n  directory: outgoing\n"


# --- workspaces ---

def person(number):
    """An Estonian personal code of nobody, with its right check digit."""
    digits = [int(d) for d in "39001%05d" % (10000 + number)]
    for weights in ([1, 2, 3, 4, 5, 6, 7, 8, 9, 1], [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]):
        check = sum(d * w for d, w in zip(digits, weights)) % 11
        if check < 10:
            break
    return "".join(map(str, digits)) + str(check % 10)


def write_rows(path, count=240, seed=1):
    """Every kind of cell, and one record that is set aside."""
    chance = random.Random(seed)
    lines = ["nr;avatud;kontakt;teenus;isik;kulu;märkus"]
    for number in range(count):
        month, day = 1 + number % 10, chance.randint(1, 26)
        lines.append("J%04d;%02d.%02d.2026;%02d.%02d.2026;%s;%s;%d,%02d;\"rida %d\"" % (
            number, day, month, day + chance.randint(0, 2), month, chance.choice(["A", "B", "nõu"]), person(chance.randint(0, 60)),
            chance.randint(10, 900), chance.randint(0, 99), number))
    lines.insert(100, "J9999;01.05.2026")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def seire(*arguments, prefix=(), **options):
    """./seire ARGUMENTS behind a prefix; a CompletedProcess with text. A program that does not end is killed: status -9."""
    limit = options.pop("timeout", 30)
    options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    command = [*map(str, prefix), SEIRE, *map(str, arguments)]
    with subprocess.Popen(command, text=True, errors="replace", **options) as process:
        try:
            out, errors = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            out, errors = process.communicate()
            errors = "%s\nnot done after %d s" % (errors, limit)
    return subprocess.CompletedProcess(command, process.returncode, out or "", errors or "")


def make_workspace(directory, name="template"):
    """A workspace whose edition for September is published and sent."""
    workspace = Path(directory) / name
    for path, text in RULES.items():
        (workspace / path).parent.mkdir(parents=True, exist_ok=True)
        (workspace / path).write_text(text.lstrip("\n"), encoding="utf-8")
    for place in ("inbox", "keys"):
        (workspace / place).mkdir()
    (workspace / "keys/person.key").write_text("not a secret, only a test\n")
    (workspace / "keys/person.key").chmod(0o600)
    write_rows(workspace / "inbox/juhtumid.csv")
    done = seire("run", workspace, "--as-of", BEFORE)
    if done.returncode != 0:
        raise RuntimeError("the workspace of the test does not run: exit %d\n%s" % (done.returncode, done.stderr))
    return workspace


def copy_workspace(template, directory, name):
    workspace = Path(directory) / str(name)
    shutil.copytree(template, workspace)
    return workspace


def point_at(workspace, port):
    """The same workspace with its mail going to a server on loopback, whatever it said before."""
    path = workspace / "seire.yaml"
    text = path.read_text(encoding="utf-8").replace(DROP, "  transport: smtp\n  host: 127.0.0.1\n  port: 0\n  security: none\n")
    changed = re.sub(r"\n  port: \d+\n", "\n  port: %d\n" % port, text)
    assert "  port: %d\n" % port in changed
    path.write_text(changed, encoding="utf-8")


def scratch():
    """A directory for many small workspaces; in memory where there is such a place, because every run syncs its files."""
    shm = Path("/dev/shm")
    place = str(shm) if shm.is_dir() and os.access(shm, os.W_OK) and shutil.disk_usage(shm).free > 64 << 20 else None
    return tempfile.TemporaryDirectory(prefix="seire-faults-", dir=place)


def open_when_read(path):
    """The writing end of a pipe with a name, once somebody waits at the other one."""
    for _ in range(600):
        try:
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nobody reads " + str(path))


# --- what there is to see of a workspace ---

def fingerprint(directory):
    """{path: hash} of every file below a directory; empty directories too."""
    found = {}
    for path in sorted(Path(directory).rglob("*")):
        name = str(path.relative_to(directory))
        if path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif not any(path.iterdir()):
            found[name + "/"] = ""
    return found


def read_ledger(workspace):
    """(integrity, editions, {address: (state, hash of the message)} of October). A copy is read: looking must not mend anything."""
    with tempfile.TemporaryDirectory() as copy:
        for path in (workspace / ".seire").glob("ledger.db*"):
            shutil.copy(path, copy)
        ledger = sqlite3.connect(Path(copy) / "ledger.db")
        try:
            integrity = ledger.execute("PRAGMA integrity_check").fetchone()[0]
            foreign = ledger.execute("PRAGMA foreign_key_check").fetchall()
            editions = ledger.execute("SELECT period, edition FROM edition ORDER BY 1, 2").fetchall()
            mails = {address: (state, hashlib.sha256(message).hexdigest()) for address, state, message in ledger.execute(
                "SELECT address, state, bytes FROM mail JOIN edition ON edition.id = edition_id WHERE period = '2026-10'")}
        finally:
            ledger.close()
    return "foreign keys" if foreign else integrity, editions, mails


class Reference:
    """What an undisturbed run leaves."""

    def __init__(self, template, directory):
        workspace = copy_workspace(template, directory, "reference")
        self.before = fingerprint(template / "published")
        done = seire("run", workspace, "--as-of", AS_OF)
        if done.returncode != 0:
            raise RuntimeError("an undisturbed run: exit %d\n%s" % (done.returncode, done.stderr))
        self.published = fingerprint(workspace / "published")
        self.outgoing = fingerprint(workspace / "outgoing")
        _, self.editions, self.mails = read_ledger(workspace)
        assert len(self.mails) == 2 and len(self.editions) == 2 and len(self.published) == 2 * len(self.before)
        shutil.rmtree(workspace)

    def list_differences(self, workspace):
        """Everything in which a finished workspace differs."""
        problems = []
        if fingerprint(workspace / "published") != self.published:
            problems.append("published: %s" % sorted(set(fingerprint(workspace / "published").items()) ^ set(self.published.items())))
        integrity, editions, mails = read_ledger(workspace)
        if integrity != "ok" or editions != self.editions:
            problems.append("ledger: %s, editions %s" % (integrity, editions))
        if {a: m[1] for a, m in mails.items()} != {a: m[1] for a, m in self.mails.items()}:
            problems.append("the stored messages differ")
        leftovers = [str(p.relative_to(workspace)) for p in workspace.rglob("*")
                     if p.parent.name == "staging" or p.name.endswith(".part") and p.parent.name != "outgoing"]
        if leftovers:
            problems.append("left behind: %s" % leftovers)
        return problems

    def list_half_work(self, workspace):
        """What a reader could see at this moment that is neither the old nor the whole new edition."""
        seen = fingerprint(workspace / "published")
        problems = ["changed: " + name for name in self.before if seen.get(name) != self.before[name]]
        new = {name: value for name, value in seen.items() if name not in self.before and not name.endswith("/")}
        whole = {name: value for name, value in self.published.items() if name not in self.before}
        if new and new != whole:
            problems.append("a half edition: %s" % sorted(new))
        sent = fingerprint(workspace / "outgoing")
        problems += ["a half mail: " + name for name, value in sent.items()
                     if self.outgoing.get(name) != value and not name.endswith(".part")]
        return problems


# --- the judge ---

FINISHED = (0, 1)


def judge(reference, workspace, done, words=r"\w"):
    """What is wrong with a disturbed run and the run after it. `words`: what the error must say."""
    problems = reference.list_half_work(workspace)
    if done.returncode < 0 or done.returncode >= 126:
        problems.append("died: %d\n%s" % (done.returncode, done.stderr[-400:]))
    elif done.returncode in FINISHED:
        problems += ["exit %d, but %s" % (done.returncode, wrong) for wrong in reference.list_differences(workspace)]
        states = {m[0] for m in read_ledger(workspace)[2].values()}
        if not (states <= {"accepted"} or done.returncode == 1 and states <= {"accepted", "unknown"}):
            problems.append("exit %d, but mails are %s" % (done.returncode, states))
    elif not says_why(done, words):
        problems.append("exit %d without a clear word: %r" % (done.returncode, done.stderr[-300:]))
    if re.search(r"AddressSanitizer|runtime error|LeakSanitizer|[Aa]ssertion", done.stderr):
        problems.append(done.stderr[:1500])
    return problems + judge_next_run(reference, workspace)


def says_why(done, words):
    lines = done.stderr.strip().splitlines()
    told = [line for line in lines if line.startswith("error: ") or " deferred (" in line or " failed (" in line]
    return any(len(line) > 15 and re.search(words, line) for line in told)


def judge_next_run(reference, workspace):
    problems = []
    done = seire("run", workspace, "--as-of", AS_OF)
    if done.returncode not in FINISHED:
        return ["the next run: exit %d\n%s" % (done.returncode, done.stderr[-400:])]
    problems += ["after the next run " + wrong for wrong in reference.list_differences(workspace)]
    held = [a for a, m in read_ledger(workspace)[2].items() if m[0] == "unknown"]
    lost = [a for a, m in read_ledger(workspace)[2].items() if m[0] not in ("accepted", "unknown")]
    if lost or done.stderr.count("held: mail") != len(held) or (held and done.returncode != 1):
        problems.append("after the next run mails wait: %s, held %s, exit %d\n%s" % (lost, held, done.returncode, done.stderr[-300:]))
    sent = fingerprint(workspace / "outgoing")
    if held:    # what was being laid down when it stopped stays beside until a person has decided
        sent = {name: value for name, value in sent.items() if not name.endswith(".part")}
    if (workspace / "outgoing").is_dir() and any(reference.outgoing.get(n) != v for n, v in sent.items()):
        problems.append("outgoing: %s" % sorted(set(sent.items()) ^ set(reference.outgoing.items())))
    if not held and "drop" in (workspace / "seire.yaml").read_text(encoding="utf-8") and sent != reference.outgoing:
        problems.append("a mail is missing in outgoing")
    return problems


# --- mail ---

class MailServer:
    """Takes every message, on loopback; `messages` are (recipient, bytes) in the order in which they were accepted."""

    def __init__(self):
        self.messages, self.open_count = [], 0
        self.lock = threading.Lock()
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(64)
        self.port = self.socket.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with self.lock:
                self.open_count += 1
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        try:
            with connection, connection.makefile("rwb") as stream:
                self.answer(stream)
        except OSError:
            pass    # the program was killed
        with self.lock:
            self.open_count -= 1

    def answer(self, stream):
        def say(line):
            stream.write(line + b"\r\n")
            stream.flush()
        recipient = b""
        say(b"220 test ESMTP")
        for line in stream:
            word = line[:4].upper()
            if word == b"RCPT":
                recipient = line.split(b"<")[1].split(b">")[0]
            if word == b"DATA":
                say(b"354 go")
                body = []
                for text in stream:
                    if text == b".\r\n":
                        break
                    body.append(text[1:] if text.startswith(b".") else text)
                else:
                    return      # the end never came: not accepted
                with self.lock:
                    self.messages.append((recipient.decode(), b"".join(body)))
            say(b"221 bye" if word == b"QUIT" else b"250 ok")
            if word == b"QUIT":
                return

    def wait_until_idle(self):
        for _ in range(400):
            with self.lock:
                if self.open_count == 0:
                    return
            time.sleep(0.01)
        raise RuntimeError("somebody is still talking to the mail server")


def read_mails(workspace):
    """{address: (state, message)} of October."""
    ledger = sqlite3.connect("file:%s?mode=ro" % (workspace / ".seire/ledger.db"), uri=True)
    rows = {address: (state, bytes(message)) for address, state, message in ledger.execute(
        "SELECT address, state, bytes FROM mail JOIN edition ON edition.id = edition_id WHERE period = '2026-10'")}
    ledger.close()
    return rows


def list_doubts(workspace, server, words):
    """Each mail is accepted and came once, or is unknown, came at most once, and is named in `words`."""
    problems = []
    mails = read_mails(workspace)
    if sorted(mails) != ADDRESSES:
        problems.append("mails to %s" % sorted(mails))
    for address, (state, message) in mails.items():
        came = [body for recipient, body in server.messages if recipient == address]
        if any(body != message for body in came):
            problems.append("%s got other bytes than the ledger keeps" % address)
        if len(came) > 1 or (state == "accepted") != (len(came) == 1) and state != "unknown":
            problems.append("%s: %s, but it came %d times" % (address, state, len(came)))
        if state not in ("accepted", "unknown"):
            problems.append("%s is still %s" % (address, state))
    held = sum(state == "unknown" for state, _ in mails.values())
    if words.count("held: mail") != held:
        problems.append("%d unknown, but the words are %r" % (held, words[-300:]))
    return problems


def judge_mails(workspace, server):
    """What is wrong after a disturbed delivery, the run after it, and a person's word to send again what is unknown."""
    done = seire("run", workspace, "--as-of", AS_OF)
    server.wait_until_idle()
    problems = [] if done.returncode in FINISHED else ["the next run: exit %d\n%s" % (done.returncode, done.stderr[-300:])]
    problems += list_doubts(workspace, server, done.stderr)
    unknown = {address for address, (state, _) in read_mails(workspace).items() if state == "unknown"}
    before = {address: sum(r == address for r, _ in server.messages) for address in ADDRESSES}
    done = seire("deliver", workspace, "--resend-unknown")
    server.wait_until_idle()
    for address, (state, message) in read_mails(workspace).items():
        came = [body for recipient, body in server.messages if recipient == address]
        if state != "accepted" or len(came) != before[address] + (address in unknown) or any(body != message for body in came):
            problems.append("sent again: %s is %s and came %d times, %d before" % (address, state, len(came), before[address]))
    if done.returncode != 0:
        problems.append("sent again: exit %d\n%s" % (done.returncode, done.stderr[-300:]))
    return problems + (["the ledger: " + read_ledger(workspace)[0]] if read_ledger(workspace)[0] != "ok" else [])


# --- tools, and many runs at once ---

def build_tool(directory, name, *flags):
    """Compiles tests/support/faults/NAME.c into the directory."""
    out = Path(directory) / name
    subprocess.run(["gcc", "-std=c17", "-O2", *flags, "-o", str(out), str(TOOLS / (name + ".c"))], check=True)
    return out


class Injector:
    """inject.c: lets the N-th of some system calls, counted over a run and its children, fail or kill."""

    def __init__(self, directory):
        self.directory, self.tool, self.counts = Path(directory), build_tool(directory, "inject"), {}

    def is_allowed(self):
        done = subprocess.run([str(self.tool), "openat", "0", "kill", str(self.directory / "report"), "/bin/true"], stderr=subprocess.DEVNULL)
        return done.returncode == 0

    def run(self, calls, number, fault, *arguments):
        """(what ./seire ARGUMENTS did, the call that went wrong or None)."""
        with tempfile.NamedTemporaryFile(dir=self.directory) as report:
            done = seire(*arguments, prefix=[self.tool, calls, number, fault, report.name])
            lines = Path(report.name).read_text().splitlines()
        injected = lines[-1].split()[1] if lines else "nothing"
        self.last_counts = [int(line.split()[1]) for line in lines[:-1]]
        return done, None if injected == "nothing" else injected

    def count(self, calls, workspace, *arguments):
        """How many of these calls an undisturbed run in the workspace makes; the workspace is used up."""
        done, _ = self.run(calls, 0, "kill", *(arguments or ("run", workspace, "--as-of", AS_OF)))
        if done.returncode != 0:
            raise RuntimeError("a run that is only watched: exit %d\n%s" % (done.returncode, done.stderr))
        shutil.rmtree(workspace)
        self.counts[calls] = sum(self.last_counts)
        return self.counts[calls]

    def surely(self, calls):
        """Numbers of calls differ a little from run to run; up to here there is surely one."""
        return self.counts[calls] * 9 // 10


def try_all(points, attempt):
    """attempt(point) gives a list of problems; all points, JOBS at once. [(point, problems)] where there are any."""
    with ThreadPoolExecutor(JOBS) as pool:
        return [(point, problems) for point, problems in zip(points, pool.map(attempt, points)) if problems]


def spread(count, sample):
    """1..count: all of them in the long test, else a sample spread evenly."""
    if EVERYTHING or count <= sample:
        return list(range(1, count + 1))
    return sorted({1 + (count - 1) * i // (sample - 1) for i in range(sample)})


def tell(tap, bad, tried, name):
    """One line of TAP for many points; the first few that went wrong are shown."""
    why = "\n".join("%s: %s" % (point, "; ".join(problems)[:700]) for point, problems in bad[:12])
    tap.ok(not bad and tried > 0, "%s (%d points)" % (name, tried), "%d of %d\n%s" % (len(bad), tried, why))
