#!/usr/bin/python3
"""Exports that come packed, through a pipe, as a bomb, or change while they are read. LONG=1 sends 500 MB through a pipe.

Bombs are made here: 10 GB from about 10 MB of gzip, and from less than 1 MB of zstd.
"""
import gzip
import os
import random
import struct
import subprocess
import sys
import tempfile
import threading
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SEIRE = os.environ.get("SEIRE", str(ROOT / "seire"))
MEMORY_MB = 64
BAD_DATA, TRY_AGAIN = 65, 75
count = failures = 0


def say(good, name, detail=""):
    global count, failures
    count += 1
    failures += not good
    print("%s %d - %s" % ("ok" if good else "not ok", count, name))
    for line in [] if good else str(detail).splitlines():
        print("#   " + line)
    sys.stdout.flush()


# Between this process and the program stands a small one: the largest memory of a process counts what it was forked from.
KEEPER = """
import os, resource, sys
report = int(sys.argv[1])
child = os.fork()
if child == 0:
    os.close(report)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))   # no byte to any file
    os.execv(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
os.write(report, ("%d %f %d" % (os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)).encode())
"""


class Ran:
    """A run of the program, which may write no byte to any file: what it said, its processor's seconds and its largest memory."""

    def __init__(self, words, feed=None, env=None, cwd=None):
        report, child_report = os.pipe()
        command = [sys.executable, "-I", "-S", "-c", KEEPER, str(child_report), SEIRE] + [str(word) for word in words]
        process = subprocess.Popen(command, stdin=subprocess.PIPE if feed else subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, env=env, cwd=cwd, pass_fds=[child_report])
        os.close(child_report)
        feeder = threading.Thread(target=self.feed, args=(process.stdin, feed))
        feeder.start()
        self.rows = 0
        self.head = b""
        for piece in iter(lambda: process.stdout.read(1 << 20), b""):
            self.rows += piece.count(b"\n")
            if len(self.head) < 1 << 20:
                self.head += piece
        self.said = process.stderr.read().decode("utf-8", "replace")
        feeder.join()
        process.stdout.close()
        process.stderr.close()
        process.wait()
        code, seconds, kilobytes = os.read(report, 100).split()
        os.close(report)
        self.code, self.seconds, self.memory_mb = int(code), float(seconds), int(kilobytes) / 1024

    @staticmethod
    def feed(pipe, pieces):
        try:
            for piece in pieces or ():
                pipe.write(piece)
            if pipe:
                pipe.close()
        except BrokenPipeError:
            pass

    def __str__(self):
        return "exit %d, %.2f s, %.0f MB, %d lines; %s" % (self.code, self.seconds, self.memory_mb, self.rows, self.said[-400:])


# --- what is packed ---

def zstd_frames(data, block=100000):
    """Frames of raw blocks: valid zstd without a packer."""
    out = b""
    for first in range(0, len(data), block):
        piece = data[first:first + block]
        out += struct.pack("<IB", 0xFD2FB528, 0) + b"\x38" + struct.pack("<I", len(piece) << 3 | 1)[:3] + piece
    return out


def zstd_bomb(byte, size):
    """Blocks that say: 128 KiB of this byte."""
    block = struct.pack("<I", (1 << 17) << 3 | 1 << 1)[:3] + byte
    return struct.pack("<IB", 0xFD2FB528, 0) + b"\x38" + block * (size >> 17) + struct.pack("<I", 1)[:3]


def gzip_bomb(text, size):
    """The same deflated piece again and again."""
    piece = text * ((1 << 20) // len(text))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    times = size // len(piece)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + packed * times + end + struct.pack("<II", 0, times * len(piece) & 0xFFFFFFFF)


def make_rows(size):
    chance = random.Random(1)
    out = ["kuupaev;juhtum;maakond;kulu\n"]
    while size > 0:
        out.append("2026-%02d-%02d;OA-%d;%s;%d,%02d\n" % (chance.randint(1, 12), chance.randint(1, 28), chance.randint(1, 10 ** 6),
                                                       chance.choice(["Harju maakond", "Võru", "Hiiu"]), chance.randint(0, 9999),
                                                       chance.randint(0, 99)))
        size -= len(out[-1])
    return "".join(out).encode()


def generate(size):
    block = b"".join(b"2026-03-12;OA-%06d;Harju maakond;100,50\n" % i for i in range(20000))
    sent = 0
    while sent < size:
        yield block
        sent += len(block)


def same_as_plain(folder):
    rows = make_rows(300000)
    plain = folder / "a.csv"
    plain.write_bytes(rows)
    expected = Ran(["read", plain]).head.split(b"\n", 1)[1]
    half = rows.index(b"\n", len(rows) // 2) + 1
    forms = {
        "gzip": gzip.compress(rows),
        "gzip of two members": gzip.compress(rows[:half]) + gzip.compress(rows[half:]),
        "gzip with zeros behind": gzip.compress(rows) + b"\0" * 1000,
        "zstd": zstd_frames(rows, 1 << 17),
        "zstd of many frames": zstd_frames(rows, 5000),
    }
    for name, packed in forms.items():
        path = folder / "packed"
        path.write_bytes(packed)
        ran = Ran(["read", path])
        say(ran.code == 0 and ran.head.split(b"\n", 1)[1] == expected, "%s: the records are those of the plain file" % name, ran)
        ran = Ran(["read", "-"], feed=[packed[i:i + 777] for i in range(0, len(packed), 777)])
        say(ran.code == 0 and ran.head.split(b"\n", 1)[1] == expected, "%s through a pipe: the same" % name, ran)
    asked = Ran(["query", "count(*) as n, sum(kulu) as kulu", "--from", folder / "packed", "--format", "csv"])
    plainly = Ran(["query", "count(*) as n, sum(kulu) as kulu", "--from", plain, "--format", "csv"])
    say(asked.code == 0 and asked.head == plainly.head and asked.head.count(b"\n") == 2, "a question on a packed file has the same answer",
        "%s\n%s" % (asked, plainly))


def damaged(folder):
    rows = make_rows(100000)
    packed = gzip.compress(rows)
    path = folder / "damaged.gz"
    for name, content, words in (
            ("cut in the middle", packed[:len(packed) // 2], "at byte %d: it ends in the middle" % (len(packed) // 2)),
            ("with a wrong checksum", packed[:-8] + b"\0\0\0\0" + packed[-4:], "incorrect data check"),
            ("with a page behind it", packed + b"<html>", "at byte %d: other bytes behind its end" % len(packed)),
            ("zstd cut", zstd_frames(rows)[:-10], "the zstd stream cannot be unpacked at byte"),
            ("zstd with a page behind it", zstd_frames(rows) + b"<html>", "other bytes where a frame should begin")):
        path.write_bytes(content)
        ran = Ran(["read", path])
        say(ran.code == BAD_DATA and words in ran.said and "Traceback" not in ran.said, "a packed file %s is named with its place" % name, ran)


def bombs(folder):
    size = 10 ** 10
    made = {
        "10 GB of zeros in gzip": gzip_bomb(b"\0", size),
        "10 GB of rows in gzip": gzip_bomb(b"1;2\n", size),
        "10 GB of zeros in zstd": zstd_bomb(b"\0", size),
        "10 GB of line ends in zstd": zstd_bomb(b"\n", size),
        "10 GB of letters in zstd": zstd_bomb(b"a", size),
    }
    path = folder / "bomb.csv"
    empty = folder / "empty"
    empty.mkdir()
    env = dict(os.environ, TMPDIR=str(empty))
    for name, content in made.items():
        limit = 2 * 10 ** 7 if "gzip" in name else 10 ** 6
        say(len(content) < limit, "%s: the bomb is small, %d kB" % (name, len(content) // 1000))
        path.write_bytes(content)
        for words in (["read", path], ["query", "count(*)", "--from", path]):
            ran = Ran(words, env=env, cwd=empty)
            good = ran.code == BAD_DATA and "expected no bomb" in ran.said and ran.seconds < 1 and ran.memory_mb < MEMORY_MB
            say(good and not list(empty.iterdir()), "%s: `%s` refuses it in under a second, in little memory, with nothing on disk"
                % (name, words[0]), ran)
    ran = Ran(["read", path, "--max-bytes", "1 MB"], env=env)
    say(ran.code == BAD_DATA and "more than 1000000 bytes" in ran.said, "--max-bytes is held to", ran)
    path.write_bytes(gzip.compress(b"a;b\n" * 3000000))
    say(Ran(["read", path]).code == BAD_DATA, "a repetitive file is refused as it could be a bomb")
    ran = Ran(["read", path, "--max-ratio", "2000"])
    say(ran.code == 0 and ran.rows == 3000001, "--max-ratio lets it in", ran)


WORKSPACE = {
    "seire.yaml": "organisation: {et: Proov, en: Trial}\n",
    "datasets/rows.yaml": "datasets:\n  rows:\n    files: inbox/rows*\n    delimiter: \";\"\n%s    columns:\n      a: {type: text}\n      b: {type: text}\n",
}


def caps_in_rules(folder):
    for name, text in WORKSPACE.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text % "" if "%s" in text else text)
    (folder / "inbox").mkdir()
    (folder / "inbox" / "rows.csv.gz").write_bytes(gzip.compress(b"a;b\n" + b"c;d\n" * 1999999))
    ran = Ran(["check", folder])
    say(ran.code == BAD_DATA and "`max_ratio` in the data set" in ran.said + ran.head.decode(), "a bomb in the inbox stops the check", ran)
    (folder / "datasets/rows.yaml").write_text(WORKSPACE["datasets/rows.yaml"] % "    max_ratio: 5000\n    max_bytes: 8 MB\n")
    ran = Ran(["check", folder])
    say(ran.code == 0, "`max_ratio` and `max_bytes` of the data set let it in", ran)


def memory(folder):
    size = 500 * 10 ** 6 if os.environ.get("LONG") else 40 * 10 ** 6
    ran = Ran(["read", "-", "--format", "csv"], feed=generate(size))
    say(ran.code == 0 and ran.memory_mb < MEMORY_MB and ran.rows >= size // 42, "%d MB through a pipe take %.0f MB of memory"
        % (size // 10 ** 6, ran.memory_mb), ran)
    field = b"x" * 1000000
    path = folder / "long.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b",".join([field] * 16) + b"\n" + random.Random(2).randbytes(500000).hex().encode() + b"\n"))
    ran = Ran(["read", path, "--format", "csv", "--delimiter", ",", "--max-ratio", "2000"])
    say(ran.code == 0 and ran.memory_mb < MEMORY_MB, "a record of 16 MB takes %.0f MB of memory" % ran.memory_mb, ran)


def change_while_reading(folder):
    rows = make_rows(8 * 10 ** 6)
    path = folder / "moving.csv"

    def append():
        with open(path, "ab") as file:
            file.write(b"2026-01-01;OA-1;Hiiu;1,00\n")

    def cut():
        os.truncate(path, len(rows) - 100000)

    def replace():
        (folder / "new.csv").write_bytes(b"another;file\n")
        os.replace(folder / "new.csv", path)

    for name, change in (("is appended to", append), ("is cut off", cut), ("is replaced", replace)):
        path.write_bytes(rows)
        process = subprocess.Popen([SEIRE, "read", str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.readline()       # it has begun, and waits for us as soon as the pipe is full
        change()
        said = process.communicate()[1].decode()
        say(process.returncode == TRY_AGAIN and "changed while it was being read" in said, "a file that %s while it is read is noticed" % name,
            "exit %d: %s" % (process.returncode, said[-300:]))


def main():
    with tempfile.TemporaryDirectory() as name:
        for part in (same_as_plain, damaged, bombs, caps_in_rules, memory, change_while_reading):
            folder = Path(name) / part.__name__
            folder.mkdir()
            part(folder)
    print("1..%d" % count)
    sys.exit(1 if failures else 0)


main()
