"""Writes logs of NEDB v1 with Python's standard library, following the description of the format in docs/import.md.

    make_v1_log.py ops OPERATIONS.json LOG              the operations as given: each an object with op, payload and what else it says
    make_v1_log.py random SEED COUNT LOG EXPECTED.json  random operations, and what a naive model of them holds in the end
"""
import hashlib
import json
import random
import sys


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)


class Log:
    def __init__(self, path, ascii_only=True):
        self.file = open(path, "w", encoding="utf-8", newline="\n")
        self.head, self.seq, self.nonces = "0" * 64, 0, {}

    def append(self, op, payload, client="local", nonce=None, ts=None, idem=None, **said):
        nonce = nonce if nonce is not None else self.nonces.get(client, 0) + 1
        self.nonces[client] = nonce
        ts = ts if ts is not None else 1781222400.25 + self.seq
        body = {"seq": self.seq, "client": client, "nonce": nonce, "op": op, "payload": payload, "ts": ts, "idem": idem}
        body.update({name: value for name, value in said.items() if value is not None})
        digest = hashlib.blake2b(self.head.encode() + canonical(body).encode(), digest_size=32).hexdigest()
        self.file.write(json.dumps({**body, "prev_hash": self.head, "hash": digest}) + "\n")
        self.head, self.seq = digest, self.seq + 1
        return self.seq - 1


TEXTS = ["plain", "", "quo\"te \\ back", "tab\tnewline\n", "é ü ß", "漢字", "😀 astral", "\u0001\u001f\u007f", "/slash", "\u2028"]


def value(rng, depth=0):
    kind = rng.randrange(9 if depth < 3 else 7)
    if kind == 0:
        return None
    if kind == 1:
        return rng.random() < 0.5
    if kind == 2:
        return rng.randrange(-2**63, 2**63)
    if kind == 3:
        return rng.choice([0, -1, 7, 2**63, 2**64 - 1])
    if kind == 4:
        return rng.choice([0.5, -2.25, 1e16, 1e-7, 1.7976931348623157e308, rng.random()])
    if kind in (5, 6):
        return rng.choice(TEXTS)
    if kind == 7:
        return [value(rng, depth + 1) for _ in range(rng.randrange(4))]
    return {rng.choice("abcdé漢") + str(i): value(rng, depth + 1) for i in range(rng.randrange(4))}


def make_random(seed, count, path, expected_path):
    rng, log = random.Random(seed), Log(path)
    documents, links, puts = {}, [], []
    for _ in range(count):
        kind = rng.choices(["put", "delete", "link", "unlink", "checkpoint"], [10, 2, 3, 1, 1])[0]
        client = rng.choice(["local", "web", "__ttl__"])
        said = {
            "caused_by": sorted(rng.sample([put["seq"] for put in puts], min(len(puts), rng.randrange(1, 4)))) if rng.random() < 0.4 else None,
            "evidence": rng.choice([None, "user_message", "schätzung 漢"]),
            "confidence": rng.choice([None, 0, 1, 0.25]),
        }
        if kind == "put":
            coll, ident = rng.choice(["users", "orders", "notizen ü"]), "id%d" % rng.randrange(30)
            doc = {name: value(rng) for name in rng.sample(["name", "age", "tags", "nested", "é"], rng.randrange(5))}
            doc["n"] = log.seq
            period = rng.choice([(None, None), ("2024-01-01", "2025-01-01"), ("2024-06-01T12:30:00", None), (None, "2030-01-01")])
            stored = {**doc, "_id": ident}
            for name, thing in (*said.items(), ("valid_from", period[0]), ("valid_to", period[1])):
                if thing is not None:
                    stored["_" + name] = thing
            payload = {"key": coll + ":" + ident, "coll": coll, "id": ident, "doc": stored}
            seq = log.append("put", payload, client, valid_from=period[0], valid_to=period[1], **said)
            documents.setdefault(coll, {})[ident] = doc
            puts.append({"seq": seq, "coll": coll, "id": ident, "doc": doc, "period": period, **said})
        elif kind == "delete":
            live = [(coll, ident) for coll, items in documents.items() for ident in items]
            if not live:
                continue
            coll, ident = rng.choice(live)
            log.append("delete", {"key": coll + ":" + ident, "coll": coll, "id": ident}, client, **said)
            del documents[coll][ident]
        elif kind == "link":
            live = [coll + ":" + ident for coll, items in documents.items() for ident in items]
            if len(live) < 2:
                continue
            edge = [rng.choice(live), rng.choice(["follows", "knows"]), rng.choice(live)]
            log.append("link", {"frm": edge[0], "rel": edge[1], "to": edge[2]}, client)
            if edge not in links:
                links.append(edge)
        elif kind == "unlink":
            alive = {coll + ":" + ident for coll, items in documents.items() for ident in items}
            possible = [edge for edge in links if edge[0] in alive and edge[2] in alive]
            if not possible:
                continue
            edge = rng.choice(possible)
            log.append("unlink", {"frm": edge[0], "rel": edge[1], "to": edge[2]}, client)
            links.remove(edge)
        else:
            log.append("checkpoint", {"note": "snapshot"}, "__snapshot__", nonce=1781222400000 + log.seq, idem="k%d" % log.seq)
    with open(expected_path, "w", encoding="utf-8") as file:
        json.dump({"head": log.head, "count": log.seq, "documents": documents, "links": links, "puts": puts, "nonces": log.nonces}, file)


def main(arguments):
    if arguments[0] == "random":
        make_random(int(arguments[1]), int(arguments[2]), arguments[3], arguments[4])
        return
    with open(arguments[1], encoding="utf-8") as file:
        operations = json.load(file)
    log = Log(arguments[2])
    for operation in operations:
        log.append(**operation)


if __name__ == "__main__":
    main(sys.argv[1:])
