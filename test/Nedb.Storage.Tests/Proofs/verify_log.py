"""Verifies a Nedb database folder, or one inclusion proof, with Python's standard library alone. The format is described in docs/format.md.

    verify_log.py FOLDER                      recompute every leaf, head and root; print id, seq, head and root
    verify_log.py FOLDER --proof PROOF.json   the same, and check the proof against the root of its size
"""
import hashlib
import json
import os
import struct
import sys
import uuid


class Damage(Exception):
    pass


def digest(*parts):
    return hashlib.blake2b(b"".join(parts), digest_size=32).digest()


def crc_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


TABLE = crc_table()


def crc32c(*parts):
    state = 0xFFFFFFFF
    for part in parts:
        for byte in part:
            state = TABLE[(state ^ byte) & 0xFF] ^ (state >> 8)
    return state ^ 0xFFFFFFFF


def read_head(data, at):
    major, info = data[at] >> 5, data[at] & 31
    if info < 24:
        return major, info, at + 1
    size = {24: 1, 25: 2, 26: 4, 27: 8}[info]
    return major, int.from_bytes(data[at + 1:at + 1 + size], "big"), at + 1 + size


def read_bytes(data, at):
    major, length, at = read_head(data, at)
    if major != 2 or at + length > len(data):
        raise Damage("expected a byte string")
    return data[at:at + length], at + length


def read_integers(data, count):
    """The first items of an array, which are integers."""
    major, _, at = read_head(data, 0)
    if major != 4:
        raise Damage("expected an array")
    numbers = []
    for _ in range(count):
        major, value, at = read_head(data, at)
        if major != 0:
            raise Damage("expected an integer")
        numbers.append(value)
    return numbers


def root_of(leaves):
    """RFC 6962 section 2.1."""
    if not leaves:
        return digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return digest(b"\x01", root_of(leaves[:split]), root_of(leaves[split:]))


class Tree:
    """The same root, kept up leaf by leaf."""

    def __init__(self):
        self.peaks, self.leaves = [], []

    def append(self, leaf):
        self.leaves.append(leaf)
        size = 1
        while self.peaks and self.peaks[-1][0] == size:
            leaf = digest(b"\x01", self.peaks.pop()[1], leaf)
            size *= 2
        self.peaks.append((size, leaf))

    def root(self):
        if not self.peaks:
            return digest()
        result = self.peaks[-1][1]
        for _, peak in reversed(self.peaks[:-1]):
            result = digest(b"\x01", peak, result)
        return result


def read_manifest(folder):
    with open(os.path.join(folder, "MANIFEST"), "rb") as file:
        data = file.read()
    if data[:8] != b"NEDB-MAN" or struct.unpack_from("<I", data, 8)[0] != 1:
        raise Damage("the manifest is not one of version 1")
    if struct.unpack_from("<I", data, 12)[0] != len(data) or struct.unpack_from("<I", data, len(data) - 4)[0] != crc32c(data[:-4]):
        raise Damage("the manifest is damaged")
    count = struct.unpack_from("<I", data, 112)[0]
    return {
        "id": data[16:32],
        "seq": struct.unpack_from("<Q", data, 40)[0],
        "head": data[48:80],
        "root": data[80:112],
        "segments": [struct.unpack_from("<QQI", data, 120 + 24 * i) for i in range(count)],
    }


def read_frame(data, salt, at):
    """The content of the frame at a position, and where the next one begins; None where the log ends."""
    header = data[at:at + 64]
    if not header.strip(b"\0"):
        return None
    length, first, count = struct.unpack_from("<IQI", header, 4)
    place = salt + struct.pack("<Q", at)
    if header[:4] != b"NFRM" or struct.unpack_from("<I", header, 60)[0] != crc32c(place, header[:60]):
        raise Damage("the header of the frame is damaged")
    content = data[at + 64:at + 64 + length]
    if len(content) < length or struct.unpack_from("<I", header, 56)[0] != crc32c(place, content):
        raise Damage("the content of the frame is damaged")
    end = (at + 64 + length + 8 + 63) // 64 * 64
    if data[at + 64 + length:end].strip(b"\xe5"):
        raise Damage("the padding of the frame is damaged")
    return first, count, content, end


def verify_frame(content, first, count, head, tree):
    previous, at = read_bytes(content, 0)
    if previous != head:
        raise Damage("the commit does not continue the one before")
    commit, at = read_bytes(content, at)
    if read_integers(commit, 2) != [first, count]:
        raise Damage("the commit header is of another commit")
    for seq in range(first, first + count):
        header, at = read_bytes(content, at)
        salt, at = read_bytes(content, at)
        payload, at = read_bytes(content, at)
        stated, at = read_bytes(content, at)
        commitment = digest(b"\x03", salt, payload) if salt else payload
        leaf = digest(b"\x00", header, commitment)
        if leaf != stated or len(salt) not in (0, 16) or len(commitment) != 32 or read_integers(header, 1) != [seq]:
            raise Damage("the node of seq %d is damaged" % seq)
        tree.append(leaf)
    stated, at = read_bytes(content, at)
    if at != len(content) or stated != digest(b"\x02", head, commit, tree.root()):
        raise Damage("the head does not follow from the commit")
    return stated


def verify_folder(folder):
    manifest = read_manifest(folder)
    tree, seq, head, at, name = Tree(), 0, digest(b"\x04", manifest["id"]), 0, "MANIFEST"
    try:
        for first_seq, claimed, revision in manifest["segments"]:
            name, at = "log/%020d%s.nlog" % (first_seq, "-%d" % revision if revision else ""), 0
            with open(os.path.join(folder, name), "rb") as file:
                data = file.read()
            if data[:8] != b"NEDB-LOG" or struct.unpack_from("<I", data, 124)[0] != crc32c(data[:124]):
                raise Damage("the header of the segment is damaged")
            if data[16:32] != manifest["id"] or struct.unpack_from("<Q", data, 32)[0] != seq + 1 or data[48:80] != head:
                raise Damage("the segment does not continue the log")
            salt, at = data[40:48], 128
            while at < len(data):
                frame = read_frame(data, salt, at)
                if frame is None:
                    break
                first, count, content, end = frame
                if first != seq + 1:
                    raise Damage("a frame is missing")
                head = verify_frame(content, first, count, head, tree)
                seq, at = seq + count, end
            if at < claimed:
                raise Damage("the segment ends before what the manifest claims")
    except Damage as damage:
        raise Damage("%s, byte %d, seq %d: %s" % (name, at, seq + 1, damage))
    if seq < manifest["seq"] or root_of(tree.leaves[:manifest["seq"]]) != manifest["root"]:
        raise Damage("the log is not what the manifest claims")
    return uuid.UUID(bytes=manifest["id"]), seq, head, tree


def verify_proof(proof, root, size):
    header, salt, payload = (bytes.fromhex(proof[name]) for name in ("header", "salt", "payload"))
    if proof["treeSize"] != size or not 1 <= proof["seq"] <= size or len(salt) != 16 or read_integers(header, 1) != [proof["seq"]]:
        return False
    node = digest(b"\x00", header, digest(b"\x03", salt, payload))
    index, last = proof["seq"] - 1, size - 1
    for sibling in map(bytes.fromhex, proof["path"]):
        if last == 0 or len(sibling) != 32:
            return False
        if index & 1 or index == last:
            node = digest(b"\x01", sibling, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = digest(b"\x01", node, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def main(arguments):
    try:
        identity, seq, head, tree = verify_folder(arguments[0])
    except Damage as damage:
        print("damaged:", damage)
        return 1
    print(identity, seq, head.hex(), tree.root().hex())
    if arguments[1:2] == ["--proof"]:
        for path in arguments[2:]:
            with open(path, encoding="utf-8") as file:
                proof = json.load(file)
            size = proof["treeSize"]
            is_valid = size <= seq and proof["databaseId"] == str(identity) and verify_proof(proof, root_of(tree.leaves[:size]), size)
            print("valid" if is_valid else "refused")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
