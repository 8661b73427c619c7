/* 平台时间。页面带出服务器时间，用 performance.now() 走时，不信本机时钟；每 60 秒和回到本页时向 /time 校对。 */

const root = document.documentElement;
const HOUR = 3600e3, DAY = 24 * HOUR;
let offset = Date.parse(root.dataset.serverNow) - performance.now();
let samples = [];

/** 平台服务器现在的毫秒数 */
export const now = () => performance.now() + offset;

export const two = n => String(n).padStart(2, '0');

/** 北京时间的时、分、秒；中国没有夏令时 */
export const face = (ms = now()) => { const d = new Date(ms + 8 * HOUR); return `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`; };
export const minute = (ms = now()) => face(ms).slice(0, 5);

const parts = ms => { const s = Math.max(0, Math.floor(ms / 1e3)); return { d: Math.floor(s / 86400), h: Math.floor(s % 86400 / 3600), m: Math.floor(s % 3600 / 60), s: s % 60 }; };

/** 与模板过滤器 until 用同样的话：7 天 22 小时 · 4 小时 12 分 · 12 分 54 秒 · 已截止 */
export function left(ms) {
  if (ms <= 0) return '已截止';
  const { d, h, m, s } = parts(ms);
  return d ? `${d} 天 ${h} 小时` : h ? `${h} 小时 ${m} 分` : `${m} 分 ${two(s)} 秒`;
}

/** 大号倒计时的各段，与模板过滤器 countdown 相同：天时分、时分秒、分秒 */
export function digits(ms) {
  const { d, h, m, s } = parts(ms);
  const all = [['d', String(d), '天'], ['h', two(h), '时'], ['m', two(m), '分'], ['s', two(s), '秒']];
  return d ? all.slice(0, 3) : h ? all.slice(1) : all.slice(2);
}

/** 问一次平台时间；三次里往返最短的一次说了算 */
export async function ask() {
  const before = performance.now();
  const answer = await fetch('/time', { cache: 'no-store', credentials: 'omit' });
  const text = await answer.text(), after = performance.now();
  const said = Date.parse((/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/.exec(text) || [])[0]);
  if (!answer.ok || Number.isNaN(said)) throw new Error('没有得到平台时间');
  samples = samples.concat({ trip: after - before, offset: said - (before + after) / 2 }).slice(-3);
  offset = samples.reduce((best, one) => one.trip < best.trip ? one : best).offset;
  return { skew: Date.now() - now() };
}

/** 休眠以后 performance.now() 可能停过，旧的样本作废 */
export const forget = () => { samples = []; };

/** 期限越过 24 小时、1 小时、10 分钟、1 分钟时各说一次 */
export const MARKS = [[DAY, '还有 24 小时'], [HOUR, '还有 1 小时'], [HOUR / 6, '还有 10 分钟'], [HOUR / 60, '还有 1 分钟']];
