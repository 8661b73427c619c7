/* 断点续传：密文按 1 MiB 分段，三段并行，每段带校验值；断网就等，恢复接着传。到没到由服务器说。 */

const SEGMENT = 1 << 20, PARALLEL = 3, FIRST_WAIT = 1000, LONGEST_WAIT = 30000;
const wait = ms => new Promise(done => { setTimeout(done, ms); });
const hex = buffer => Array.from(new Uint8Array(buffer), b => b.toString(16).padStart(2, '0')).join('');

/** 服务器按规则拒绝：有编号、有话、有条文，不再重试 */
export class Refusal extends Error {
  constructor({ code, says, law }) { super(says); Object.assign(this, { code, says, law }); }
}

/** 速度按最近 10 秒算；剩余时间说整数 */
export function pace(window = 10000) {
  let marks = [];
  return (at, done, total) => {
    marks = marks.concat({ at, done }).filter(m => at - m.at <= window);
    const first = marks[0], speed = (done - first.done) / Math.max(1, at - first.at);
    if (!(speed > 0) || done >= total) return '';
    const s = Math.ceil((total - done) / speed / 1000);
    return s >= 60 ? `剩约 ${Math.floor(s / 60)} 分 ${s % 60} 秒` : `剩约 ${s} 秒`;
  };
}

export const segments = length => Math.ceil(length / SEGMENT);

export function uploader({ csrf, progress = () => {}, state = () => {} }) {
  let paused = null, stopped = false, resume = () => {};
  const headers = more => ({ 'X-CSRFToken': csrf(), Accept: 'application/json', ...more });

  async function ask(url, options) {
    const answer = await fetch(url, { redirect: 'manual', cache: 'no-store', ...options });
    if (answer.type === 'opaqueredirect' || answer.status === 401) throw new Refusal({ code: 'SIGNED-OUT', says: '登录已到期。密文还在这台电脑上，重新登录后回到本页接着传', law: '' });
    if (answer.ok) return answer.status === 204 ? null : answer.json();
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    const body = await answer.json().catch(() => ({}));
    throw new Refusal({ code: body.code || `HTTP-${answer.status}`, says: body.says || '平台没有接受这次传输，请拨打服务热线', law: body.law || '' });
  }
  /** 服务器忙或断网：等一等再来，间隔加倍，最长半分钟 */
  async function patiently(job) {
    for (let pauseFor = FIRST_WAIT; ; pauseFor = Math.min(LONGEST_WAIT, pauseFor * 2)) {
      if (paused) await paused;
      if (stopped) throw new Refusal({ code: 'STOPPED', says: '传输已停止', law: '' });
      try { return await job(); } catch (error) {
        if (error instanceof Refusal) throw error;
        state(navigator.onLine === false ? '网络断开，恢复后自动接着传' : `平台暂时没有回应，${Math.round(pauseFor / 1000)} 秒后再试`);
        await wait(pauseFor);
      }
    }
  }
  async function put(upload, blob, n) {
    const body = await blob.slice(n * SEGMENT, (n + 1) * SEGMENT).arrayBuffer();
    const digest = hex(await crypto.subtle.digest('SHA-256', body));
    await patiently(() => ask(`${upload}${n}/`, { method: 'PUT', body, headers: headers({ 'Content-Type': 'application/octet-stream', 'X-Segment-Hash': digest }) }));
    return body.byteLength;
  }

  return {
    begin: (url, what) => patiently(() => ask(url, { method: 'POST', body: JSON.stringify(what), headers: headers({ 'Content-Type': 'application/json' }) })),
    have: upload => patiently(() => ask(upload, { headers: headers() })),
    /** 传完 have 以外的各段 */
    async send(upload, blob, have) {
      const known = new Set(have), todo = [];
      for (let n = 0; n < segments(blob.size); n++) if (!known.has(n)) todo.push(n);
      let done = blob.size - todo.reduce((sum, n) => sum + Math.min(SEGMENT, blob.size - n * SEGMENT), 0);
      progress(done, blob.size);
      const lane = async () => { while (todo.length) { done += await put(upload, blob, todo.shift()); state(''); progress(done, blob.size); } };
      await Promise.all(Array.from({ length: PARALLEL }, lane));
    },
    finish: (upload, what) => patiently(() => ask(`${upload}finish/`, { method: 'POST', body: JSON.stringify(what), headers: headers({ 'Content-Type': 'application/json' }) })),
    pause() { if (!paused) paused = new Promise(go => { resume = go; }); },
    resume() { paused = null; resume(); },
    get paused() { return paused !== null; },
    stop() { stopped = true; this.resume(); },
  };
}
