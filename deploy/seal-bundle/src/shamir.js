// Shamir over GF(2^8), polynomial 0x11b, each byte on its own. Same as marketplace/trust/shamir.py.
import { same } from "./encoding.js";
import { Refusal } from "./refusal.js";
import { random } from "./suite.js";

function multiply(a, b) {
  let product = 0;
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= a & -(b & 1);
    b >>= 1;
    a = (a << 1) ^ (0x11b & -(a >> 7));
  }
  return product;
}

function inverse(a) {
  let result = 1;
  for (let step = 0; step < 7; step += 1) {
    a = multiply(a, a);
    result = multiply(result, a);
  }
  return result;
}

/** Shares x → bytes for x = 1 … n. */
export function split(secret, k, n, coefficients = Array.from({ length: k - 1 }, () => random(secret.length))) {
  const shares = new Map();
  for (let x = 1; x <= n; x += 1) {
    let value = new Uint8Array(secret.length);
    for (const coefficient of [...coefficients].reverse().concat([secret])) {
      value = value.map((byte, at) => multiply(x, byte) ^ coefficient[at]);
    }
    shares.set(x, value);
  }
  return shares;
}

function valueAt(points, at) {
  const total = new Uint8Array([...points.values()][0].length);
  for (const [x, share] of points) {
    let weight = 1;
    for (const other of points.keys()) {
      if (other !== x) weight = multiply(weight, multiply(at ^ other, inverse(x ^ other)));
    }
    share.forEach((byte, index) => {
      total[index] ^= multiply(weight, byte);
    });
  }
  return total;
}

/** The secret from at least k shares, all on one polynomial of degree < k. */
export function combine(shares, k) {
  if (shares.size < k) throw new Refusal("quorum", `需要 ${k} 份，只有 ${shares.size} 份`);
  const first = new Map([...shares].slice(0, k));
  for (const [x, share] of [...shares].slice(k)) {
    if (!same(valueAt(first, x), share)) throw new Refusal("polynomial", "各份额不在同一多项式上，封装时已作假");
  }
  return valueAt(first, 0);
}
