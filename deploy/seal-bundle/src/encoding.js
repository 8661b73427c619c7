// Bytes: UTF-8, hex, base64url, RFC 8785 JSON. Same rules as marketplace/trust/canonical.py.
import { Refusal } from "./refusal.js";

const encoder = new TextEncoder();

export const utf8 = (text) => encoder.encode(text);

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const u32be = (value) => new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);

export const readU32 = (bytes, at) => new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const isHash = (text) => typeof text === "string" && /^[0-9a-f]{64}$/.test(text);

export function unhex(text) {
  if (!isHash(text)) throw new Refusal("hex", "不是 64 位小写十六进制数");
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}

export function b64u(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** The bytes of canonical base64url text of exactly this length; null for anything else. */
export function unb64u(text, length) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const bytes = Uint8Array.from(plain, (character) => character.charCodeAt(0));
  return bytes.length === length && b64u(bytes) === text ? bytes : null;
}

/** RFC 8785: members sorted by UTF-16 code units, numbers and strings as ECMAScript writes them. */
export function jcsText(value) {
  if (Array.isArray(value)) return `[${value.map(jcsText).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.keys(value).sort().map((key) => `${jcsText(key)}:${jcsText(value[key])}`);
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new Refusal("jcs", "数值不能写成规范 JSON");
  if (typeof value === "string" && hasLoneSurrogate(value)) throw new Refusal("jcs", "文本含有不成对的代理字符");
  return JSON.stringify(value);
}

const hasLoneSurrogate = (text) =>
  /[\ud800-\udbff](?![\udc00-\udfff])|(?:[^\ud800-\udbff]|^)[\udc00-\udfff]/.test(text);

export const jcs = (value) => utf8(jcsText(value));

/** The value of RFC 8785 bytes; anything that would be written differently is refused. */
export function parseJcs(bytes) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text);
    if (jcsText(value) === text) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)) throw error;
  }
  throw new Refusal("jcs", "不是规范 JSON（RFC 8785）");
}

export function same(a, b) {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

export const hasMembers = (value, names, optional = []) =>
  value !== null &&
  typeof value === "object" &&
  !Array.isArray(value) &&
  names.every((name) => name in value) &&
  Object.keys(value).every((name) => names.includes(name) || optional.includes(name));

/** Text of 1–128 bytes without control characters. */
export const isText = (value) =>
  typeof value === "string" &&
  !/[\u0000-\u001f]/.test(value) &&
  !hasLoneSurrogate(value) &&
  value.length > 0 &&
  utf8(value).length <= 128;

export const isCount = (value) => Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
