// Sealing and opening a ptb/1 package. Files are read in 1 MiB pieces; memory does not grow with them.
import { bundlePieces, makeBundle, readBundle } from "./bundle.js";
import { bodyKeys, checkCommit, decrypted, encrypted } from "./chunks.js";
import { bidderSecret } from "./codes.js";
import { b64u, concat, hex, jcs, u32be, unb64u, unhex } from "./encoding.js";
import { MAGIC, bidderCommit, checkCore, checkedSecret, contentKey, ctxOf, headerHash, readHeader, shareCommit, wrapInfo } from "./header.js";
import { verifyCard } from "./keycard.js";
import { Segments } from "./merkle.js";
import { Refusal } from "./refusal.js";
import { combine, split } from "./shamir.js";
import { random, unwrap, wrap } from "./suite.js";

async function openingLock(card, ctx, secret) {
  const shares = [];
  for (const [x, share] of split(secret, card.k, card.n)) {
    const { m, open } = card.members[x - 1];
    const wrapped = await wrap(unb64u(open, 65), share, wrapInfo(ctx, m, x));
    shares.push({ m, x, commit: hex(await shareCommit(ctx, x, share)), hpke: b64u(wrapped) });
  }
  return { k: card.k, n: card.n, shares };
}

function checkLockChoice(card, lock) {
  const allowed = { never: ["auto"], choose: ["auto", "own"], always: ["own"] }[card.own_lock];
  if (!allowed.includes(lock)) throw new Refusal("own-lock", "密钥卡规定的自锁方式与所选不符");
}

const counter = (report, stage, total) => {
  let done = 0;
  return (length) => {
    done += length;
    report({ stage, done, total });
  };
};

/**
 * Seal a bid. `given`: card, keycard (the printed hash), identities, demo, bidder, seq, prev, form,
 * files [{name, blob}], lock "auto" | "own", code (twenty characters, with "own").
 */
export async function seal(given, report = () => {}) {
  const { card, bidder, form, files, lock } = given;
  await verifyCard(card, given);
  checkLockChoice(card, lock);
  const total = files.reduce((sum, { blob }) => sum + blob.size, 0);
  const bundle = await makeBundle(form, files, card.min_plen, counter(report, "hash", total));
  const root = new Segments();
  const rooted = counter(report, "root", bundle.plen);
  for await (const piece of bundlePieces(bundle)) {
    await root.update(piece);
    rooted(piece.length);
  }
  if (root.length !== bundle.plen) throw new Refusal("changed", "封装期间文件被改动，请关闭正在编辑它的程序后重试");
  const core = {
    v: "ptb/1",
    suite: card.suite,
    tender: card.tender,
    lot: card.lot,
    part: "main",
    bidder,
    seq: given.seq,
    prev: given.prev,
    keycard: given.keycard,
    plen: bundle.plen,
    pt_root: hex(await root.root()),
    salt: b64u(random(32)),
    ...(lock === "auto" ? { open: "auto" } : {}),
  };
  checkCore(core);
  const ctx = await ctxOf(core);
  const secret = random(32);
  const own = lock === "own" ? await bidderSecret(given.code, ctx) : null;
  const locks = { opening: await openingLock(card, ctx, secret) };
  if (own) locks.bidder = { commit: hex(await bidderCommit(ctx, own)) };
  const header = { core, locks };
  return write(header, await contentKey(core, ctx, secret, own), bundle, report);
}

async function write(header, cek, bundle, report) {
  const bytes = jcs(header);
  const hash = await headerHash(header);
  const bsalt = random(24);
  const keys = await bodyKeys(cek, bsalt, hash);
  const parts = [];
  const out = new Segments((segment) => parts.push(new Blob([segment])));
  await out.update(concat(MAGIC, u32be(bytes.length), bytes, bsalt, keys.commit));
  let plain = 0;
  for await (const chunk of encrypted(keys, bundlePieces(bundle))) {
    await out.update(chunk);
    plain += chunk.length - 16;
    if (plain % (1 << 20) === 0 || plain === bundle.plen) report({ stage: "encrypt", done: plain, total: bundle.plen });
  }
  const root = hex(await out.root());
  if (plain !== bundle.plen) throw new Refusal("changed", "封装期间文件被改动，请关闭正在编辑它的程序后重试");
  return {
    package: new Blob(parts, { type: "application/octet-stream" }),
    header_hash: hex(hash),
    ct_root: root,
    ct_len: out.length,
    pt_root: header.core.pt_root,
  };
}

/** Open a package Blob with keys {x: hex} and, for an own lock, the twenty characters; checks in the order of ptb/1. */
export async function open(blob, keys, code) {
  const { header, body } = await readHeader(blob);
  const ctx = await ctxOf(header.core);
  const secret = await openingSecret(header, ctx, keys);
  let own = null;
  if (header.locks.bidder) {
    if (!code) throw new Refusal("bidder-commit", "该文件有投标人自锁，缺少解锁码");
    own = await checkedSecret(header, await bidderSecret(code, ctx));
  }
  const prefix = new Uint8Array(await blob.slice(body, body + 56).arrayBuffer());
  if (prefix.length !== 56) throw new Refusal("bcommit", "文件在正文处中断");
  const cek = await contentKey(header.core, ctx, secret, own);
  const derived = await bodyKeys(cek, prefix.slice(0, 24), await headerHash(header));
  checkCommit(derived, prefix.slice(24));
  const parts = [];
  const root = new Segments((segment) => parts.push(new Blob([segment])));
  for await (const chunk of decrypted(derived, blob.slice(body + 56))) await root.update(chunk);
  if (root.length !== header.core.plen) throw new Refusal("plen", "明文长度与文件头不符");
  if (hex(await root.root()) !== header.core.pt_root) throw new Refusal("pt-root", "明文与加密时承诺的明文根不符");
  return { header, ...(await readBundle(new Blob(parts))) };
}

async function openingSecret(header, ctx, keys) {
  const found = new Map();
  for (const { m, x, hpke } of header.locks.opening.shares) {
    if (keys[x]) found.set(x, await unwrap(unhex(keys[x]), unb64u(hpke, 113), wrapInfo(ctx, m, x)));
  }
  for (const { m, x, commit } of header.locks.opening.shares) {
    if (found.has(x) && hex(await shareCommit(ctx, x, found.get(x))) !== commit) {
      throw new Refusal("share-commit", `保管方 ${m} 的份额与加密时承诺的不一致`);
    }
  }
  return combine(found, header.locks.opening.k);
}
