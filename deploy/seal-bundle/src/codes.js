// The bidder's own code: twenty Crockford characters (100 bits) and four check characters.
import { concat, utf8 } from "./encoding.js";
import { Refusal } from "./refusal.js";
import { hkdf, random, sha256 } from "./suite.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export async function checkCharacters(code) {
  const digest = await sha256(utf8("ptb/1 code check\n"), utf8(code));
  const bits = ((digest[0] << 16) | (digest[1] << 8) | digest[2]) >>> 4;
  return [15, 10, 5, 0].map((shift) => ALPHABET[(bits >>> shift) & 31]).join("");
}

/** A fresh code with its check characters. Codes are generated, never chosen. */
export async function generateCode() {
  const code = Array.from(random(20), (byte) => ALPHABET[byte & 31]).join("");
  return code + (await checkCharacters(code));
}

/** The twenty characters of what a person typed, after the check characters have been checked. */
export async function normaliseCode(typed) {
  const text = String(typed).toUpperCase().replace(/[- ]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
  if (text.length !== 24 || [...text].some((character) => !ALPHABET.includes(character))) {
    throw new Refusal("code-form", "密码应为 24 个字符（数字和字母，不含 I、L、O、U）");
  }
  const code = text.slice(0, 20);
  if ((await checkCharacters(code)) !== text.slice(20)) throw new Refusal("code-check", "校验字符不符，请核对有无输错");
  return code;
}

export const groups = (code) => code.match(/.{1,4}/g).join("-");

/** S_b: what the twenty characters open in this one package. */
export const bidderSecret = (code, ctx) => hkdf(utf8(code), new Uint8Array(0), concat(utf8("ptb/1 code"), ctx), 32);
