// Suite INT1: WebCrypto for what Chromium 86 has, pinned libraries for HPKE, Ed25519 and running SHA-256.
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { verifyAsync } from "@noble/ed25519";
import { sha256 as runningSha256 } from "@noble/hashes/sha2";
import { concat } from "./encoding.js";
import { Refusal } from "./refusal.js";

export { runningSha256 };
const subtle = globalThis.crypto.subtle;
const hpke = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });

export const random = (length) => globalThis.crypto.getRandomValues(new Uint8Array(length));

export const sha256 = async (...parts) =>
  new Uint8Array(await subtle.digest("SHA-256", parts.length === 1 ? parts[0] : concat(...parts)));

/** HKDF of RFC 5869 over SHA-256. */
export async function hkdf(secret, salt, info, length) {
  const key = await subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(await subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, length * 8));
}

/** HKDF-Expand over SHA-512, up to 128 bytes: WebCrypto has no Expand alone, so two HMAC calls. */
export async function expandSha512(key, info, length) {
  const mac = await subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
  const first = new Uint8Array(await subtle.sign("HMAC", mac, concat(info, new Uint8Array([1]))));
  const second = new Uint8Array(await subtle.sign("HMAC", mac, concat(first, info, new Uint8Array([2]))));
  return concat(first, second).subarray(0, length);
}

export const aesKey = (key) => subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);

export const aesEncrypt = async (key, iv, data) =>
  new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv }, key, data));

export const aesDecrypt = async (key, iv, data) =>
  new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv }, key, data));

/** Ed25519 by the strict rules of RFC 8032; Chromium 86 has no Ed25519 of its own. */
export async function verify(publicKey, signature, data) {
  try {
    return await verifyAsync(signature, data, publicKey, { zip215: false });
  } catch (error) {
    return false;
  }
}

/** HPKE base mode, empty aad: enc ‖ ciphertext. */
export async function wrap(publicKey, plaintext, info) {
  const recipientPublicKey = await hpke.kem.deserializePublicKey(publicKey);
  const sender = await hpke.createSenderContext({ recipientPublicKey, info });
  const sealed = await sender.seal(plaintext);
  return concat(new Uint8Array(sender.enc), new Uint8Array(sealed));
}

export async function unwrap(privateKey, sealed, info) {
  try {
    const recipientKey = await hpke.kem.importKey("raw", privateKey, false);
    const context = await hpke.createRecipientContext({ recipientKey, enc: sealed.subarray(0, 65), info });
    return new Uint8Array(await context.open(sealed.subarray(65)));
  } catch (error) {
    throw new Refusal("unwrap", "该密钥解不开这一份额");
  }
}
