// The worker's messages (docs/formats/seal-worker.md). The same file can be imported as a module for its exports.
import { padme } from "./bundle.js";
import { bidderSecret, checkCharacters, generateCode, groups, normaliseCode } from "./codes.js";
import { hex, jcsText, parseJcs } from "./encoding.js";
import { checkHeader, checkedSecret, ctxOf, readHeader } from "./header.js";
import { cardHash, verifyCard } from "./keycard.js";
import { Segments } from "./merkle.js";
import { Refusal } from "./refusal.js";
import { open, seal } from "./seal.js";
import { combine, split } from "./shamir.js";

export { Refusal, Segments, cardHash, checkCharacters, combine, generateCode, groups, jcsText, normaliseCode, open, padme, parseJcs, readHeader, seal, split, verifyCard };

/** S_b (hex) from what the bidder typed, for a package Blob or a header the server shows; checked against its commitment. */
export async function release(given) {
  const header = given.package ? (await readHeader(given.package)).header : given.header;
  checkHeader(header);
  const code = await normaliseCode(given.code);
  return hex(await checkedSecret(header, await bidderSecret(code, await ctxOf(header.core))));
}

const named = (file) => (file instanceof File ? { name: file.name, blob: file } : file);

const CALLS = {
  code: async () => ({ code: groups(await generateCode()) }),
  card: async (given) => {
    await verifyCard(given.card, given);
    return { keycard: given.keycard };
  },
  seal: async (given, report) => {
    const typed = given.lock === "own" ? given.code || (await generateCode()) : null;
    const code = typed && (await normaliseCode(typed));
    const sealed = await seal({ ...given, files: given.files.map(named), code }, report);
    return typed && !given.code ? { ...sealed, code: groups(typed) } : sealed;
  },
  release: async (given) => ({ s_b: await release(given) }),
  open: async (given) => open(given.package, given.keys, given.code && (await normaliseCode(given.code))),
};

async function answer({ data }) {
  const { type, id } = data;
  try {
    if (!Object.keys(CALLS).includes(type)) throw new Refusal("type", "不认识这种消息");
    const report = (progress) => self.postMessage({ type: "progress", id, ...progress });
    self.postMessage({ type: "done", id, ...(await CALLS[type](data, report)) });
  } catch (error) {
    const { check, says } = refusal(error);
    self.postMessage({ type: "error", id, check, says });
  }
}

/** What people are told: a refusal as it is, a file that cannot be read any more, or a fault of ours. */
function refusal(error) {
  if (error instanceof Refusal) return error;
  if (["NotReadableError", "NotFoundError"].includes(error.name)) {
    return new Refusal("changed", "文件已被改动、移走或正被占用，请重新选择");
  }
  console.error(error);
  return new Refusal("internal", "加密程序出错，请刷新页面重试或改用离线工具");
}

if (typeof DedicatedWorkerGlobalScope !== "undefined" && self instanceof DedicatedWorkerGlobalScope) {
  self.addEventListener("message", answer);
}
