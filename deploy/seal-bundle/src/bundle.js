// The padded bundle: form and files with a random nonce, Padmé, read back with every hash checked.
import { b64u, concat, hasMembers, hex, isCount, isHash, jcs, parseJcs, readU32, u32be, unb64u, utf8 } from "./encoding.js";
import { SEGMENT } from "./merkle.js";
import { Refusal } from "./refusal.js";
import { random, runningSha256, sha256 } from "./suite.js";

const MAGIC = utf8("PTBNDL1\n");
const ZEROS = new Uint8Array(SEGMENT);
const READ = 8 << 20; // one piece of a file in memory
const WHOLE = 32 << 20; // up to here a file is hashed at once

/** The length rounded up so that only its size class shows. No shifts: lengths may pass 2^31. */
export function padme(length) {
  if (length < 2) return length;
  const exponent = length.toString(2).length - 1;
  const step = 2 ** (exponent - exponent.toString(2).length);
  return step <= 1 ? length : Math.ceil(length / step) * step;
}

export function isFileName(name) {
  if (typeof name !== "string" || [".", ".."].includes(name) || name.toLowerCase() === "manifest.json") return false;
  return name !== "" && !/[\u0000-\u001f\u007f/\\]/.test(name) && utf8(name).length <= 255;
}

export async function* pieces(blob) {
  for (let at = 0; at < blob.size; at += READ) {
    yield new Uint8Array(await blob.slice(at, at + READ).arrayBuffer());
  }
}

/** WebCrypto hashes ten times faster but only what is in memory; larger files are hashed as they are read. */
async function fileHash(blob, read) {
  if (blob.size <= WHOLE) {
    const digest = await sha256(new Uint8Array(await blob.arrayBuffer()));
    read(blob.size);
    return hex(digest);
  }
  const hasher = runningSha256.create();
  for await (const piece of pieces(blob)) {
    hasher.update(piece);
    read(piece.length);
  }
  return hex(hasher.digest());
}

/** The bundle of a form and files [{name, blob}]; `read(n)` is told of bytes hashed. */
export async function makeBundle(form, files, minPlen, read) {
  const named = files.map(({ name, blob }) => ({ name: String(name).normalize("NFC"), blob }));
  if (!named.every(({ name }) => isFileName(name)) || new Set(named.map(({ name }) => name)).size !== named.length) {
    throw new Refusal("file-name", "文件名重复，或含有路径、控制字符，或为 manifest.json");
  }
  const fields = Object.entries(form).map(([key, value]) => {
    if (typeof value !== "string") throw new Refusal("form", "表单的值须为文本，金额也写成文本");
    return [key.normalize("NFC"), value.normalize("NFC")];
  });
  const listed = [];
  for (const { name, blob } of named) listed.push({ name, size: blob.size, hash: await fileHash(blob, read) });
  const manifest = jcs({
    v: "ptb/1 bundle",
    nonce: b64u(random(32)),
    form: Object.fromEntries(fields),
    files: listed,
  });
  const head = concat(MAGIC, u32be(manifest.length), manifest);
  const length = named.reduce((total, { blob }) => total + blob.size, head.length);
  return { head, blobs: named.map(({ blob }) => blob), length, plen: Math.max(minPlen, padme(length)) };
}

/** The padded bundle, piece by piece. */
export async function* bundlePieces({ head, blobs, length, plen }) {
  yield head;
  for (const blob of blobs) yield* pieces(blob);
  for (let at = length; at < plen; at += SEGMENT) yield ZEROS.subarray(0, Math.min(SEGMENT, plen - at));
}

const refuse = (says) => {
  throw new Refusal("bundle", says);
};

function parseManifest(bytes) {
  let manifest = null;
  try {
    manifest = parseJcs(bytes);
  } catch (error) {
    refuse("清单不是规范 JSON");
  }
  if (!hasMembers(manifest, ["v", "nonce", "form", "files"]) || manifest.v !== "ptb/1 bundle") refuse("清单的成员或版本不对");
  if (!unb64u(manifest.nonce, 32) || !Array.isArray(manifest.files)) refuse("清单的成员不对");
  if (!hasMembers(manifest.form, [], Object.keys(manifest.form || {}))) refuse("表单不对");
  if (!Object.values(manifest.form).every((value) => typeof value === "string")) refuse("表单的值须为文本");
  for (const file of manifest.files) {
    const whole = hasMembers(file, ["name", "size", "hash"]) && isFileName(file.name) && isCount(file.size) && isHash(file.hash);
    if (!whole) refuse("清单中的文件不对");
  }
  if (new Set(manifest.files.map((file) => file.name)).size !== manifest.files.length) refuse("清单中有重名的文件");
  return manifest;
}

/** The contents of a padded bundle given as a Blob. */
export async function readBundle(plain) {
  const start = new Uint8Array(await plain.slice(0, 12).arrayBuffer());
  if (start.length < 12 || hex(start.subarray(0, 8)) !== hex(MAGIC)) refuse("明文不是投标文件包");
  const size = readU32(start, 8);
  if (12 + size > plain.size) refuse("文件包清单超出文件包");
  const manifest = parseManifest(new Uint8Array(await plain.slice(12, 12 + size).arrayBuffer()));
  const end = manifest.files.reduce((total, file) => total + file.size, 12 + size);
  if (end > plain.size) refuse("清单中的文件超出文件包");
  const files = [];
  let at = 12 + size;
  for (const file of manifest.files) {
    const blob = plain.slice(at, at + file.size);
    if ((await fileHash(blob, () => {})) !== file.hash) throw new Refusal("file-hash", `文件“${file.name}”与清单中的散列值不符`);
    files.push({ ...file, blob });
    at += file.size;
  }
  for await (const piece of pieces(plain.slice(end))) {
    if (piece.some((byte) => byte !== 0)) throw new Refusal("zeros", "文件包的填充不全为零");
  }
  return { manifest, form: manifest.form, files };
}
