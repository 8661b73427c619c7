// Roots of RFC 6962 over 1 MiB segments (pt_root, ct_root), one segment in memory.
import { sha256 } from "./suite.js";

export const SEGMENT = 1 << 20;

export async function treeRoot(leaves) {
  if (leaves.length < 2) return leaves.length ? leaves[0] : sha256();
  let middle = 1;
  while (middle * 2 < leaves.length) middle *= 2;
  const left = await treeRoot(leaves.slice(0, middle));
  return sha256(new Uint8Array([1]), left, await treeRoot(leaves.slice(middle)));
}

/** Takes pieces of any size; hands each full segment to `segment`, keeps only its hash. */
export class Segments {
  constructor(segment = () => {}) {
    this.leaves = [];
    this.length = 0;
    this.segment = segment;
    this.fresh();
  }

  fresh() {
    this.buffer = new Uint8Array(SEGMENT + 1); // byte 0 is the leaf prefix of RFC 6962
    this.filled = 0;
  }

  async update(piece) {
    this.length += piece.length;
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + SEGMENT - this.filled);
      this.buffer.set(part, 1 + this.filled);
      this.filled += part.length;
      at += part.length;
      if (this.filled === SEGMENT) await this.close();
    }
  }

  async close() {
    const leaf = this.buffer.subarray(0, 1 + this.filled);
    this.leaves.push(new Uint8Array(await globalThis.crypto.subtle.digest("SHA-256", leaf)));
    this.segment(leaf.subarray(1));
    this.fresh();
  }

  async root() {
    if (this.filled) await this.close();
    return treeRoot(this.leaves);
  }
}
