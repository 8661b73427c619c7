/* 投标自测：浏览器、加密通道、加密程序、时间差、加密速度、本机存储。只在本机测，不上传。 */
import { ask } from '../js/clock.js';
import { sealer } from './seal-client.js';

const list = document.querySelector('[data-tests]'), sum = document.querySelector('[data-sum]'), code = document.querySelector('[data-code]'), again = document.querySelector('[data-again]');
const el = (tag, props, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };
const TAG = { must: ['必须解决', 'tag hot'], note: ['请留意', 'tag pub'], pass: ['通过', 'ok'] };
const LETTER = { must: 'X', note: 'N', pass: 'P' };
const MB = 1 << 20, SAMPLE = 16;

const browser = () => {
  const version = Number((/Chrom(?:e|ium)\/(\d+)/.exec(navigator.userAgent) || [])[1] || 0);
  if (version && version < 86) return ['must', `浏览器太旧（内核 ${version}）`, '请换用 360、奇安信、Chrome、Edge 等浏览器的新版，极速模式。'];
  return ['pass', version ? `浏览器可用（内核 ${version}）` : '浏览器可用', ''];
};
const secure = () => window.isSecureContext && window.crypto && crypto.subtle ? ['pass', '加密通道可用', ''] : ['must', '本页没有走加密通道（https）', '浏览器不提供加密功能。请改用 https 地址。'];
async function program() {
  const worker = sealer(list.dataset.worker);
  try {
    const late = new Promise((_, no) => { setTimeout(() => no(new Error('late')), 8000); });
    await Promise.race([worker.call('code', {}), late]);
    return ['pass', '加密程序可以启动', ''];
  } catch { return ['must', '加密程序没有启动', '请刷新页面；仍不行的，换用新版浏览器。']; } finally { worker.stop(); }
}
async function time() {
  const found = [];
  for (let i = 0; i < 3; i++) found.push((await ask()).skew);
  if ('demo' in document.documentElement.dataset) return ['pass', '能取得平台时间', '演示环境的平台时间可以拨动，不与电脑时间比较。'];
  const skew = Math.abs(found[2]) / 1000;
  return skew < 2 ? ['pass', '电脑时间与平台一致', ''] : ['note', `电脑时间与平台相差 ${Math.round(skew)} 秒`, '不影响投标：一切期限以平台时间为准。'];
}
let speed = 0;
async function pace() {
  const data = crypto.getRandomValues(new Uint8Array(65536)), whole = new Uint8Array(SAMPLE * MB);
  for (let at = 0; at < whole.length; at += data.length) whole.set(data, at);
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']), iv = new Uint8Array(12), start = performance.now();
  await crypto.subtle.digest('SHA-256', whole);
  for (let at = 0; at < whole.length; at += 16384) { iv[11] = at / 16384 & 255; await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, whole.subarray(at, at + 16384)); }
  speed = SAMPLE / ((performance.now() - start) / 1000);
  return [speed < 2 ? 'note' : 'pass', `加密速度每秒 ${speed.toFixed(0)} MB`, speed < 2 ? '加密会比较慢，建议换一台电脑。' : ''];
}
async function store() {
  try {
    const left = navigator.storage && navigator.storage.estimate ? await navigator.storage.estimate() : null;
    if (left && left.quota - left.usage < 64 * MB) return ['note', '浏览器可用的存储空间不多', '断网后可能不能接着传，请不要用隐私窗口。'];
    return ['pass', '断网以后可以接着传', ''];
  } catch { return ['note', '浏览器不能存密文', '传输中请不要刷新或关闭页面。']; }
}

async function run() {
  list.textContent = '';
  again.hidden = true;
  let letters = '';
  for (const test of [browser, secure, program, time, pace, store]) {
    const [level, title, text] = await Promise.resolve().then(test).catch(() => ['note', '有一项没有测成', '请刷新页面再测一次。']);
    letters += LETTER[level];
    list.append(el('li', { className: level }, el('span', { className: TAG[level][1], textContent: TAG[level][0] }), el('div', {}, el('b', { textContent: title }), ...(text ? [el('p', { textContent: text })] : []))));
  }
  code.textContent = `ZC-${letters}-${Math.round(speed)}`;
  sum.textContent = letters.includes('X') ? '现在还不能投标，请先解决标“必须解决”的项。' : `可以投标。加密 30 MB 约需 ${Math.max(1, Math.ceil(30 / Math.max(speed, 0.1)))} 秒，传输时间看网速。`;
  again.hidden = false;
}
again.addEventListener('click', run);
run();
