// ptk/1 key cards: shape, signatures, identities, printed hash. Refuses before anything is sealed.
import { concat, hasMembers, hex, isCount, isText, jcs, unb64u, utf8 } from "./encoding.js";
import { Refusal } from "./refusal.js";
import { sha256, verify } from "./suite.js";

const DRAFT = [
  "v", "scope", "tender", "lot", "suite", "level", "k", "n", "deadline", "window_s", "own_lock", "min_plen",
];
const ENTRY = ["m", "name", "kind", "idkey", "open", "sig"];
export const isMemberId = (text) => typeof text === "string" && /^[a-z0-9-]{1,32}$/.test(text);

export const cardHash = async (card) => hex(await sha256(utf8("ptk/1 card\n"), jcs(card)));

function checkShape(card) {
  const whole =
    hasMembers(card, [...DRAFT, "members"]) &&
    card.v === "ptk/1" &&
    card.suite === "INT1" &&
    [card.scope, card.tender, card.lot].every(isText) &&
    ["S", "M", "L"].includes(card.level) &&
    ["never", "choose", "always"].includes(card.own_lock) &&
    [card.k, card.n, card.window_s, card.min_plen].every(isCount) &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(card.deadline) &&
    Array.isArray(card.members);
  if (!whole) throw new Refusal("card", "密钥卡的成员不全、有多余或内容不对");
  if (card.k < 1 || card.k > card.n || card.n > 7 || (card.n > 1 && card.k < 2)) {
    throw new Refusal("quorum", "密钥卡的份额数不对");
  }
  const ids = new Set(card.members.map((entry) => entry && entry.m));
  if (card.members.length !== card.n || ids.size !== card.n) {
    throw new Refusal("members", "保管方的人数与密钥卡不符，或有重复");
  }
}

function checkEntry(entry) {
  const whole =
    hasMembers(entry, ENTRY, ["stepup"]) &&
    isMemberId(entry.m) &&
    isText(entry.name) &&
    ["program", "person", "demo"].includes(entry.kind) &&
    "stepup" in entry === (entry.kind === "person") &&
    (entry.stepup === undefined || isText(entry.stepup)) &&
    unb64u(entry.idkey, 32) &&
    unb64u(entry.open, 65) &&
    unb64u(entry.sig, 64);
  if (!whole) throw new Refusal("entry", "保管方条目的成员不全、有多余或内容不对");
}

/**
 * Raise unless the card is the printed one and every entry is signed by an identity key published for
 * that custodian. `identities`: id → list of keys (base64url); `demo` lets entries of kind demo pass.
 */
export async function verifyCard(card, { keycard, identities, demo = false }) {
  checkShape(card);
  const draft = Object.fromEntries(DRAFT.map((name) => [name, card[name]]));
  for (const entry of card.members) {
    checkEntry(entry);
    const { sig, ...unsigned } = entry;
    const signed = concat(utf8("ptk/1 member\n"), jcs({ card: draft, entry: unsigned }));
    if (!(await verify(unb64u(entry.idkey, 32), unb64u(sig, 64), signed))) {
      throw new Refusal("signature", `保管方 ${entry.m} 的签名不成立`);
    }
    if (!identities || !(identities[entry.m] || []).includes(entry.idkey)) {
      throw new Refusal("identity", `保管方 ${entry.m} 的身份公钥不在公布的名单中`);
    }
    if (entry.kind === "demo" && demo !== true) throw new Refusal("demo", "演示用保管方不得用于正式项目");
  }
  if ((await cardHash(card)) !== keycard) throw new Refusal("keycard", "密钥卡与公告上印的散列值不符，不得使用");
}
