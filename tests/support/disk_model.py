"""What a disk may hold after the power failed: the file operations of a run, recorded with strace, are replayed on a model in which nothing is
certain before it was synced.

A file's bytes are certain up to its last fsync, a name in a directory up to the last fsync of that directory. What came later is there, or
not, or torn: which of these, a mood says. Operations on one directory keep their order. (Pillai et al., OSDI 2014, call this the
abstract persistence model of a file system.)
"""
import os
import random
import re
import subprocess
from pathlib import Path

TRACED = ("open,openat,creat,write,writev,pwrite64,ftruncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,link,linkat,symlink,unlink,"
          "unlinkat,mkdir,mkdirat,rmdir,close,dup,dup2,dup3,lseek,fcntl,fork,vfork,clone,clone3")
MOODS = ("nothing unsynced is there", "names are there, bytes are not", "bytes are there, names are not", "a part is there, torn")


def record(command, trace):
    """Runs a command under strace; its exit status, or None where that is not allowed."""
    done = subprocess.run(["strace", "-f", "-xx", "-s", "16000000", "-o", str(trace), "-e", "trace=" + TRACED, *map(str, command)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if "ptrace" in done.stderr or not Path(trace).exists() or Path(trace).stat().st_size == 0:
        return None
    return done.returncode


def unescape(text):
    return bytes.fromhex(text.replace("\\x", ""))


class Node:
    """A file or a directory, whatever it is called."""

    def __init__(self, is_directory, data=b""):
        self.is_directory, self.size = is_directory, len(data)
        self.entries = {} if is_directory else None     # as the run sees them
        self.first_data, self.first = data, {}          # as they were before it


class Recording:
    """`root` is the directory that is modelled; `steps` are (kind, node, ...) in order."""

    def __init__(self, root, before, trace):
        self.root_path = os.fsencode(str(root))
        self.root = self.load(Path(before))
        self.steps = []
        self.tables = {}        # process -> {descriptor: [node, offset, appends]}
        self.pending = {}
        with open(trace, "rb") as lines:
            for line in lines:
                self.take(line.decode("latin-1"))

    def load(self, path):
        if not path.is_dir():
            return Node(False, path.read_bytes())
        node = Node(True)
        for child in path.iterdir():
            node.entries[os.fsencode(child.name)] = self.load(child)
        node.first = dict(node.entries)
        return node

    def find(self, path):
        """(directory, name, node or None) of a path below the root, else None."""
        if not path.startswith(self.root_path):
            return None
        names = [name for name in path[len(self.root_path):].split(b"/") if name not in (b"", b".")]
        directory, node = None, self.root
        for i, name in enumerate(names):
            if node is None or not node.is_directory:
                return None
            directory, node = node, node.entries.get(name)
            if node is None and i + 1 < len(names):
                return None
        return directory, names[-1] if names else b"", node

    def take(self, line):
        process, rest = line.split(None, 1)
        if "<unfinished ...>" in rest:
            self.pending[process] = rest.split("<unfinished")[0].rstrip()
            return
        resumed = re.match(r"<\.\.\. \w+ resumed>", rest)
        if resumed:
            rest = self.pending.pop(process) + rest[resumed.end():]
        match = re.match(r"(\w+)\((.*)\) += (-?\d+|0x[0-9a-f]+|\?)", rest, re.S)
        if not match or match.group(3).startswith("-") or match.group(3) == "?":
            return
        self.apply(process, match.group(1), match.group(2), int(match.group(3), 0))

    def apply(self, process, call, arguments, result):
        table = self.tables.setdefault(process, {})
        texts = [unescape(text) for text in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', arguments)]
        numbers = [int(n) for n in re.findall(r"(?:^|, )(-?\d+)(?=,|$)", re.sub(r'"[^"]*"', "", arguments))]
        if call in ("clone", "clone3", "fork", "vfork"):
            self.tables[str(result)] = dict(table)
        elif call in ("open", "openat", "creat"):
            self.open(table, texts[0], arguments, result)
        elif call == "close":
            table.pop(numbers[0], None)
        elif call in ("dup", "dup2", "dup3") or (call == "fcntl" and "F_DUPFD" in arguments):
            if numbers and numbers[0] in table:
                table[result] = table[numbers[0]]
        elif call in ("write", "writev", "pwrite64", "ftruncate", "fallocate", "fsync", "fdatasync", "lseek"):
            if numbers and numbers[0] in table:
                self.change(table[numbers[0]], call, arguments, texts, numbers, result)
        elif call in ("mkdir", "mkdirat", "rmdir", "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat", "symlink"):
            self.name(table, call, arguments, texts, numbers)

    def open(self, table, path, arguments, result):
        directory = re.match(r"(\d+), ", arguments)     # openat below an open directory
        if directory and not path.startswith(b"/"):
            node = table[int(directory.group(1))][0].entries.get(path) if int(directory.group(1)) in table else None
            if node is not None:
                table[result] = [node, 0, False]
            return
        found = self.find(path)
        if found is None:
            return
        parent, name, node = found
        if node is None:
            node = Node(False)
            parent.entries[name] = node
            self.steps.append(("link", parent, name, node))
        elif "O_TRUNC" in arguments and not node.is_directory:
            node.size = 0
            self.steps.append(("size", node, 0))
        table[result] = [node, 0, "O_APPEND" in arguments]

    def change(self, opened, call, arguments, texts, numbers, result):
        node = opened[0]
        if call in ("fsync", "fdatasync"):
            self.steps.append(("sync", node))
        elif call == "lseek":
            opened[1] = result
        elif call in ("ftruncate", "fallocate"):
            size = numbers[1] if call == "ftruncate" else max(node.size, numbers[-2] + numbers[-1])
            node.size = size
            self.steps.append(("size", node, size))
        else:
            data = b"".join(texts)[:result]
            offset = numbers[-1] if call == "pwrite64" else node.size if opened[2] else opened[1]
            node.size = max(node.size, offset + len(data))
            self.steps.append(("write", node, offset, data))
            if call != "pwrite64":
                opened[1] = offset + len(data)

    def name(self, table, call, arguments, texts, numbers):
        descriptor = re.match(r"(\d+), ", arguments)
        if descriptor and call in ("unlinkat", "mkdirat") and not texts[0].startswith(b"/"):
            opened = table.get(int(descriptor.group(1)))
            places = [(opened[0], texts[0], opened[0].entries.get(texts[0]))] if opened else [None]
        else:
            places = [self.find(path) for path in texts]
        if any(place is None for place in places):
            return
        if call in ("mkdir", "mkdirat"):
            node = Node(True)
            places[0][0].entries[places[0][1]] = node
            self.steps.append(("link", places[0][0], places[0][1], node))
        elif call in ("unlink", "unlinkat", "rmdir"):
            places[0][0].entries.pop(places[0][1], None)
            self.steps.append(("unlink", places[0][0], places[0][1]))
        elif call.startswith("rename"):
            (old, old_name, node), (new, new_name, _) = places
            del old.entries[old_name]
            new.entries[new_name] = node
            self.steps.append(("rename", old, old_name, new, new_name, node))
        else:
            raise RuntimeError("a call that the model does not know: " + call)

    # --- after the power failed ---

    def list_certain(self, count):
        """For each of the first `count` steps: must it be there?"""
        certain = [False] * count
        synced = set()              # nodes that are synced later on, seen from the end
        for i in range(count - 1, -1, -1):
            step = self.steps[i]
            if step[0] == "sync":
                synced.add(step[1])
                certain[i] = True
            elif step[0] == "rename":
                certain[i] = step[1] in synced or step[3] in synced
                if certain[i]:
                    synced.update((step[1], step[3]))       # one change of both: what came before it on either is there too
            else:
                certain[i] = step[1] in synced
        return certain

    def write_state(self, count, mood, place, seed=0):
        """Makes below `place` what the disk may hold when the power fails after `count` steps; with no mood all that was done."""
        chance = random.Random("%d %d %s" % (seed, count, mood))
        certain = self.list_certain(count) if mood is not None else [True] * count
        stopped = set()             # directories from which on nothing more is there
        data, entries = {}, {}

        def get_entries(node):
            return entries.setdefault(node, dict(node.first))

        def change_data(step, size_kept):
            bytes_ = data.setdefault(step[1], bytearray(step[1].first_data))
            if step[0] == "size":
                del bytes_[step[2]:]
            bytes_.extend(bytes(max(0, step[2] - len(bytes_))))
            if step[0] == "write":
                bytes_[step[2]:step[2] + size_kept] = step[3][:size_kept]
        for i in range(count):
            step = self.steps[i]
            kind = step[0]
            if kind in ("write", "size"):
                size = len(step[3]) if kind == "write" else 0
                if certain[i] or mood == 2:
                    change_data(step, size)
                elif mood == 3 and chance.random() < 0.6:
                    change_data(step, min(size, chance.randrange(0, size + 512, 512)))
            elif kind != "sync":
                directories = [step[1], step[3]] if kind == "rename" else [step[1]]
                keeps = certain[i] or mood == 1 or (mood == 3 and chance.random() < 0.7)
                if not keeps or (not certain[i] and any(d in stopped for d in directories)):
                    stopped.update(directories)
                    continue
                if kind == "link":
                    get_entries(step[1])[step[2]] = step[3]
                elif kind == "unlink":
                    get_entries(step[1]).pop(step[2], None)
                else:
                    get_entries(step[1]).pop(step[2], None)
                    get_entries(step[3])[step[4]] = step[5]
        self.write_node(self.root, Path(place), data, entries)

    def write_node(self, node, path, data, entries):
        if not node.is_directory:
            path.write_bytes(data.get(node, node.first_data))
            path.chmod(0o600)
            return
        path.mkdir()
        for name, child in entries.get(node, node.first).items():
            self.write_node(child, path / os.fsdecode(name), data, entries)
