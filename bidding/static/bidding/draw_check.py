"""Recompute a ZJCS-DRAW-1 record: python3 draw_check.py RECORD.json (needs nothing but Python 3)."""

import json
import sys
from hashlib import sha256

with open(sys.argv[1], encoding="utf-8") as file:
    r = json.load(file)


def h(text: str) -> str:
    return sha256(text.encode()).hexdigest()


roster = h("\n".join(f"{e['id']}|{e['tickets']}" for e in r["roster"]))
contributions = h("\n".join(f"{c['by']}|{c['text']}" for c in r["contributions"]))
key = "\n".join(
    [r["v"], r["project_no"] + r["suffix"], str(r["round"]), roster, r["S_p"], contributions, r["beacon"]]
)
pool = [(e["id"], e["tickets"]) for e in r["roster"]]
ranking: list[str] = []
while pool:
    ticket = int(h(f"{key}\n{len(ranking)}"), 16) % sum(n for _, n in pool)
    at = next(i for i in range(len(pool)) if ticket < sum(n for _, n in pool[: i + 1]))
    ranking.append(pool.pop(at)[0])
numbers = [source.split(":") for source in r["beacon"].split(";")]
promised = [(c["id"], c["commit"]) for c in r.get("custodians", [])]
shown = [(n[1], h(f"ZJCS-CUSTODIAN-1\n{r['project_no']}\n{n[1]}\n{n[2]}")) for n in numbers if n[0] == "KST"]
checks = {
    "名单": roster == r["roster_hash"],
    "平台承诺": h(f"ZJCS-COMMIT-1\n{r['project_no']}\n{r['S_p']}") == r["commit"],
}
checks |= {"保管方承诺": shown == promised, "K": h(key) == r["K_sha256"], "名次": ranking == r["ranking"]}
print("\n".join(f"{name}：{'一致' if good else '不一致'}" for name, good in checks.items()))
sys.exit(0 if all(checks.values()) else 1)
