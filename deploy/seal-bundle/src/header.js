// The ptb/1 header: core, locks, and what binds them. Same checks and names as marketplace/trust/header.py.
import { concat, hasMembers, hex, isCount, isHash, isText, jcs, parseJcs, readU32, same, unb64u, utf8 } from "./encoding.js";
import { isMemberId } from "./keycard.js";
import { Refusal } from "./refusal.js";
import { hkdf, sha256 } from "./suite.js";

export const MAGIC = utf8("PTBIDv1\n");
const CORE = ["v", "suite", "tender", "lot", "part", "bidder", "seq", "prev", "keycard", "plen", "pt_root", "salt"];
const OPENING = utf8("opening");
const ZERO = new Uint8Array(1);

export const ctxOf = (core) => sha256(utf8("ptb/1 core\n"), jcs(core));
export const headerHash = (header) => sha256(utf8("ptb/1 header\n"), jcs(header));
export const shareCommit = (ctx, x, share) =>
  sha256(utf8("ptb/1 share\n"), ctx, OPENING, ZERO, new Uint8Array([x]), share);
export const wrapInfo = (ctx, m, x) =>
  concat(utf8("ptb/1 wrap\n"), ctx, OPENING, ZERO, utf8(m), ZERO, new Uint8Array([x]));
export const bidderCommit = (ctx, secret) => sha256(utf8("ptb/1 sb\n"), ctx, secret);

/** CEK: from the opening secret alone, or from the bidder's secret and it. */
export function contentKey(core, ctx, opening, own) {
  const salt = unb64u(core.salt, 32);
  return own
    ? hkdf(concat(own, opening), salt, concat(utf8("ptb/1 cek"), ctx), 32)
    : hkdf(opening, salt, concat(utf8("ptb/1 cek auto"), ctx), 32);
}

export function checkCore(core) {
  const whole =
    hasMembers(core, CORE, ["open"]) &&
    core.v === "ptb/1" &&
    core.suite === "INT1" &&
    core.part === "main" &&
    (core.open === undefined || core.open === "auto") &&
    [core.tender, core.lot, core.bidder].every(isText) &&
    isCount(core.seq) &&
    core.seq > 0 &&
    isCount(core.plen) &&
    isHash(core.keycard) &&
    isHash(core.pt_root) &&
    (core.prev === null || isHash(core.prev)) &&
    unb64u(core.salt, 32);
  if (!whole) throw new Refusal("core", "投标信息的成员不全、有多余或内容不对");
}

function checkLock(lock) {
  const whole =
    hasMembers(lock, ["k", "n", "shares"]) &&
    isCount(lock.k) &&
    isCount(lock.n) &&
    lock.k >= 1 &&
    lock.k <= lock.n &&
    lock.n <= 7 &&
    Array.isArray(lock.shares) &&
    lock.shares.length === lock.n &&
    lock.shares.every(
      (share, at) =>
        hasMembers(share, ["m", "x", "commit", "hpke"]) &&
        isMemberId(share.m) &&
        share.x === at + 1 &&
        isHash(share.commit) &&
        unb64u(share.hpke, 113),
    );
  if (!whole) throw new Refusal("locks", "锁的份额不全、有多余或内容不对");
}

export function checkHeader(header) {
  if (!hasMembers(header, ["core", "locks"])) throw new Refusal("header", "文件头的成员不全或有多余");
  const { core, locks } = header;
  checkCore(core);
  if (!hasMembers(locks, ["opening"], ["bidder", "escrow"])) throw new Refusal("locks", "锁的种类不对");
  if ("bidder" in locks === ("open" in core)) throw new Refusal("locks", "开启方式与锁不一致");
  if (locks.bidder && !(hasMembers(locks.bidder, ["commit"]) && isHash(locks.bidder.commit))) {
    throw new Refusal("locks", "自锁的内容不对");
  }
  if ("bidder" in locks && !locks.bidder) throw new Refusal("locks", "自锁的内容不对");
  if ("escrow" in locks) checkLock(locks.escrow);
  checkLock(locks.opening);
}

/** The header of a package Blob, and where its body begins. */
export async function readHeader(blob) {
  const start = new Uint8Array(await blob.slice(0, 12).arrayBuffer());
  if (start.length < 8 || !same(start.subarray(0, 8), MAGIC)) throw new Refusal("magic", "不是 ptb/1 加密投标文件");
  const length = start.length === 12 ? readU32(start, 8) : 0;
  if (length < 1 || length > 262144 || blob.size < 12 + length) throw new Refusal("header-length", "文件头长度不对");
  let header = null;
  try {
    header = parseJcs(new Uint8Array(await blob.slice(12, 12 + length).arrayBuffer()));
  } catch (error) {
    throw new Refusal("header", "文件头不是规范 JSON");
  }
  checkHeader(header);
  return { header, body: 12 + length };
}

/** S_b from the bidder's twenty characters, checked against the commitment made when sealing. */
export async function checkedSecret(header, secret) {
  const { bidder } = header.locks;
  if (!bidder) throw new Refusal("bidder-commit", "该文件没有自锁，无须解锁");
  const ctx = await ctxOf(header.core);
  if (hex(await bidderCommit(ctx, secret)) !== bidder.commit) {
    throw new Refusal("bidder-commit", "解锁码与加密时承诺的不一致");
  }
  return secret;
}
