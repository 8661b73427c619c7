// The body: C2SP chunked-encryption@v1 with AES-256-GCM, 16 KiB chunks, key commitment in front.
import { concat, same, utf8 } from "./encoding.js";
import { Refusal } from "./refusal.js";
import { aesDecrypt, aesEncrypt, aesKey, expandSha512 } from "./suite.js";

export const CHUNK = 16384;
const TAG = 16;
const BATCH = 64; // chunks in flight: 1 MiB
const LABEL = utf8("c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0");

export async function bodyKeys(cek, bsalt, headerHash) {
  const derived = await expandSha512(cek, concat(LABEL, bsalt, headerHash), 76);
  return { key: await aesKey(derived.slice(0, 32)), base: derived.slice(32, 44), commit: derived.slice(44, 76) };
}

function nonce(base, index) {
  const iv = base.slice();
  const view = new DataView(iv.buffer);
  view.setUint32(8, (view.getUint32(8) ^ index) >>> 0);
  return iv;
}

/** The ciphertext of pieces of any size, a batch of chunks at a time; the last chunk is always shorter. */
export async function* encrypted(keys, pieces) {
  let rest = new Uint8Array(0);
  let index = 0;
  for await (const piece of pieces) {
    const data = rest.length ? concat(rest, piece) : piece;
    const whole = data.length - (data.length % CHUNK);
    for (let at = 0; at < whole; at += BATCH * CHUNK) {
      const end = Math.min(whole, at + BATCH * CHUNK);
      const batch = [];
      for (let from = at; from < end; from += CHUNK) {
        batch.push(aesEncrypt(keys.key, nonce(keys.base, index), data.subarray(from, from + CHUNK)));
        index += 1;
      }
      for (const done of await Promise.all(batch)) yield done;
    }
    rest = data.slice(whole);
  }
  yield await aesEncrypt(keys.key, nonce(keys.base, index), rest);
}

/** The plaintext chunks of a body Blob; the first chunk that is shorter than the others is the last. */
export async function* decrypted(keys, body) {
  const full = CHUNK + TAG;
  for (let index = 0, ended = false; !ended; ) {
    const read = new Uint8Array(await body.slice(index * full, (index + BATCH) * full).arrayBuffer());
    const batch = [];
    for (let at = 0; at < BATCH && !ended; at += 1, index += 1) {
      const chunk = read.subarray(at * full, (at + 1) * full);
      ended = chunk.length < full;
      batch.push(decryptChunk(keys, index, chunk));
    }
    for (const done of await Promise.all(batch)) yield done;
  }
}

async function decryptChunk(keys, index, chunk) {
  try {
    return await aesDecrypt(keys.key, nonce(keys.base, index), chunk);
  } catch (error) {
    throw new Refusal("chunks", `第 ${index + 1} 段密文未通过完整性校验`);
  }
}

export function checkCommit(keys, commit) {
  if (!same(keys.commit, commit)) throw new Refusal("bcommit", "正文密钥与文件中的承诺不符");
}
