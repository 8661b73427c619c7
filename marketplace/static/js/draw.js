// Recomputes a ZJCS-DRAW-1 record in the browser and shows every intermediate value (docs/formats/draw.md).
// Needs nothing but WebCrypto, so that the page that shows a draw can be saved and read as a whole.

const RECORD = [
  "v", "project_no", "suffix", "round", "commit", "S_p", "roster", "contributions", "beacon",
  "roster_hash", "contrib_hash", "K_sha256", "ranking",
];

class Failed extends Error {
  constructor(check, says) {
    super(`${check}: ${says}`);
    this.check = check;
    this.says = says;
  }
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function sha256(text) {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

const isHash = (text) => typeof text === "string" && /^[0-9a-f]{64}$/.test(text);
const isPositive = (value) => Number.isSafeInteger(value) && value >= 1;
const isId = (text) => typeof text === "string" && /^[!-{}~]+$/.test(text);
const isLine = (text) => typeof text === "string" && text !== "" && !/[\u0000-\u001f\u007f\u2028\u2029]/.test(text);
const has = (row, members) =>
  row !== null && typeof row === "object" && Object.keys(row).length === members.length && members.every((m) => m in row);
const inOrder = (names) => names.every((name, at) => at === 0 || names[at - 1] <= name);
const isUnique = (names) => new Set(names).size === names.length;

function require(condition, check, says) {
  if (!condition) throw new Failed(check, says);
}

function checkForm(record) {
  const { custodians, ...rest } = record !== null && typeof record === "object" ? record : {};
  require(has(rest, RECORD), "form", "抽取记录的成员不全或有多余");
  require(record.v === "ZJCS-DRAW-1", "form", "浏览器只复算 ZJCS-DRAW-1（SHA-256）记录");
  require(isLine(record.project_no) && isHash(record.S_p) && isLine(record.beacon), "form", "项目编号、平台种子或外部随机数的写法不对");
  require(record.suffix === "" || (isLine(record.suffix) && record.suffix[0] === "#"), "form", "后缀须为空或以 # 开头");
  require(isPositive(record.round), "form", "轮次须为正整数");
  const lists = [[record.roster, ["id", "tickets"]], [record.contributions, ["by", "text"]], [custodians || [], ["id", "commit"]]];
  for (const [rows, members] of lists) {
    require(Array.isArray(rows) && rows.every((row) => has(row, members)), "form", `列表的各行须恰有成员 ${members.join("、")}`);
  }
  require(record.roster.every((entry) => isPositive(entry.tickets)), "form", "名单的票数须为正整数");
}

function checkLists({ roster, contributions }) {
  const ids = roster.map((entry) => entry.id);
  require(ids.length > 0 && ids.every(isId), "roster", "名单为空，或有编号不合格的行");
  require(isUnique(ids), "roster", "名单中有重复的参加者");
  require(inOrder(ids), "roster", "名单未按编号的 ASCII 顺序排列");
  const parties = contributions.map((line) => line.by);
  const texts = contributions.map((line) => line.text);
  require(parties.every(isId) && isUnique(parties) && inOrder(parties), "contributions", "每一方至多附一条随机语，并按顺序排列");
  const good = (text) => isLine(text) && !text.includes("|") && text === text.normalize("NFC") && [...text].length <= 64;
  require(texts.every(good), "contributions", "随机语不得为空、换行、含竖线或超过 64 字");
}

/** Rank by rank: h_i = SHA-256(K LF i); its value modulo the tickets left hits one entrant, who leaves the pool. */
async function rank(key, roster) {
  const pool = roster.map(({ id, tickets }) => ({ id, tickets }));
  const steps = [];
  while (pool.length) {
    const total = pool.reduce((sum, entry) => sum + entry.tickets, 0);
    const hash = await sha256(`${key}\n${steps.length}`);
    const ticket = Number(BigInt(`0x${hash}`) % BigInt(total));
    let rest = ticket;
    const at = pool.findIndex((entry) => (rest -= entry.tickets) < 0);
    const [{ id }] = pool.splice(at, 1);
    steps.push({ rank: steps.length + 1, hash, pool: total, ticket, id });
  }
  return steps;
}

async function custodianRows(record) {
  const sources = record.beacon.split(";").map((source) => source.split(":"));
  const named = record.custodians || [];
  return Promise.all(
    named.map(async ({ id, commit }, at) => {
      const [code, name, nonce] = sources[at] || [];
      const found = await sha256(`ZJCS-CUSTODIAN-1\n${record.project_no}\n${id}\n${nonce}`);
      const ok = sources.length === named.length && code === "KST" && name === id && isHash(nonce) && found === commit;
      return { id, commit, nonce, found, ok };
    }),
  );
}

/** Everything that follows from a record, as data; nothing is judged here. */
async function compute(record) {
  const rosterText = record.roster.map(({ id, tickets }) => `${id}|${tickets}`).join("\n");
  const contribText = record.contributions.map(({ by, text }) => `${by}|${text}`).join("\n");
  const [rosterHash, contribHash] = [await sha256(rosterText), await sha256(contribText)];
  const lines = [record.v, record.project_no + record.suffix, String(record.round), rosterHash, record.S_p, contribHash, record.beacon];
  const key = lines.join("\n");
  const steps = await rank(key, record.roster);
  return {
    roster_text: rosterText,
    roster_hash: rosterHash,
    contrib_text: contribText,
    contrib_hash: contribHash,
    commit_text: `ZJCS-COMMIT-1\n${record.project_no}\n${record.S_p}`,
    commit: await sha256(`ZJCS-COMMIT-1\n${record.project_no}\n${record.S_p}`),
    custodians: await custodianRows(record),
    K: key,
    K_sha256: await sha256(key),
    steps,
    ranking: steps.map((step) => step.id),
  };
}

function judge(record, values) {
  const says = { roster_hash: "名单的散列值与记录不符", contrib_hash: "随机语的散列值与记录不符", commit: "公开的种子与事先公布的承诺不符" };
  for (const name of Object.keys(says)) require(values[name] === record[name], name, says[name]);
  const drawn = record.beacon.split(";").some((source) => source.startsWith("KST:"));
  require(drawn === values.custodians.length > 0 && drawn === "custodians" in record, "custodians", "保管方名单须与 KST 随机数同时出现");
  require(isUnique(values.custodians.map((row) => row.id)), "custodians", "同一保管方出现两次");
  const bad = values.custodians.find((row) => !row.ok);
  require(!bad, "custodians", bad && `保管方 ${bad.id} 的随机数与其承诺不符`);
  require(values.K_sha256 === record.K_sha256, "K_sha256", "七行文本 K 的散列值与记录不符");
  require(JSON.stringify(values.ranking) === JSON.stringify(record.ranking), "ranking", "复算的排序与记录不符");
}

/**
 * Recompute a draw record: {ok, failed: null | {check, says}, values: null | {…}}.
 * `values` holds every intermediate value, also when a check fails after the form has been found sound.
 */
export async function recompute(record) {
  let values = null;
  try {
    checkForm(record);
    checkLists(record);
    values = await compute(record);
    judge(record, values);
    return { ok: true, failed: null, values };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return { ok: false, failed: { check: error.check, says: error.says }, values };
  }
}
