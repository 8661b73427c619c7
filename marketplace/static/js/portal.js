/* 每一页都用的小动作，全部是增强：关掉脚本，页面仍完整可用。下限 Chromium 86；IE 内核只运行 compat.js。 */
import { MARKS, ask, digits, face, forget, left, now } from './clock.js';

const root = document.documentElement;
const all = (s, r = document) => Array.from(r.querySelectorAll(s));
const make = (tag, props, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };

// 1 播报：读屏软件听得到，眼睛看不到
const said = make('p', { className: 'vh' });
said.setAttribute('role', 'status');
document.body.append(said);
export const say = sentence => { said.textContent = sentence; };

// 2 时钟与倒计时。到零不自己下结论：要么问服务器（data-at-zero="reload"，错开 3 秒），要么交给页面脚本（clock:zero）
const started = now(), spoken = new Map();
function announce(el, rest) {
  const before = spoken.get(el);
  spoken.set(el, rest);
  if (before === undefined) return;
  const mark = MARKS.find(([ms]) => before > ms && rest <= ms);
  if (mark) say(mark[1]);
}
function atZero(el, until) {
  if (el.dataset.over || until <= started) return;
  el.dataset.over = '1';
  document.dispatchEvent(new CustomEvent('clock:zero', { detail: { until } }));
  if (el.dataset.atZero === 'reload') setTimeout(() => location.reload(), 500 + Math.random() * 3000);
}
function count(el) {
  const until = Date.parse(el.dataset.count), rest = until - now(), parts = digits(rest);
  const keys = all('[data-u]', el).map(b => b.dataset.u).join('');
  if (keys !== parts.map(p => p[0]).join('')) {
    el.textContent = '';
    for (const [key, , unit] of parts) { const b = make('b', {}); b.dataset.u = key; el.append(b, make('span', { textContent: unit })); }
  }
  all('[data-u]', el).forEach((b, i) => { if (b.textContent !== parts[i][1]) b.textContent = parts[i][1]; });
  announce(el, rest);
  if (rest <= 0) atZero(el, until);
}
function tick() {
  all('[data-clock]').forEach(e => { e.textContent = face(); });
  all('[data-until]').forEach(e => {
    const until = Date.parse(e.dataset.until), words = left(until - now());
    if (e.textContent !== words) e.textContent = words;
    if (until <= now()) atZero(e, until);
  });
  all('[data-count]').forEach(count);
}
tick();
setInterval(tick, 1000);

// 3 校时；差得多就说出来（演示环境的平台时间可以拨动，不说）
let warned = false;
function warn(skew) {
  if (warned || 'demo' in root.dataset || Math.abs(skew) < 2000 || !document.querySelector('[data-count],[data-until]')) return;
  warned = true;
  const seconds = Math.round(Math.abs(skew) / 1e3);
  const far = seconds >= 120 ? `${Math.round(seconds / 60)} 分钟` : `${seconds} 秒`;
  const note = make('p', { className: 'ban pub', textContent: `您的电脑${skew > 0 ? '快' : '慢'} ${far}，以北京时间（平台服务器）为准。` });
  note.setAttribute('role', 'status');
  (document.querySelector('main .wrap') || document.body).prepend(note);
}
function stale(on) {
  all('.util [data-clock]').forEach(b => {
    const note = b.parentNode.querySelector('small');
    if (on && !note) b.after(make('small', { textContent: '（暂时连不上平台，时间可能有偏差）' }));
    if (!on && note) note.remove();
  });
}
const resync = () => ask().then(({ skew }) => { stale(false); warn(skew); }, () => stale(true));
async function thrice() { for (let i = 0; i < 3; i++) await resync(); }
thrice();
setInterval(resync, 60e3);
document.addEventListener('visibilitychange', () => { if (!document.hidden) { forget(); thrice(); } });

// 4 长辈模式：标准、长辈、特大三档，记在 cookie 里，服务器下次直接按它出页面
const setMode = mode => {
  if (mode) root.dataset.mode = mode; else delete root.dataset.mode;
  all('[data-elder]').forEach(b => b.setAttribute('aria-pressed', String(!!mode)));
  all('[data-size]').forEach(b => b.setAttribute('aria-pressed', String(mode === 'max')));
};
const MODES = ['', 'elder', 'max'];
const kept = (/(?:^|; )elder=([12])/.exec(document.cookie) || [])[1];
setMode(MODES[kept] || root.dataset.mode || '');
const keep = mode => { setMode(mode); document.cookie = `elder=${MODES.indexOf(mode)};path=/;max-age=${mode ? 31536000 : 0};samesite=lax`; };
all('[data-elder]').forEach(b => b.addEventListener('click', () => keep(root.dataset.mode ? '' : 'elder')));
all('[data-size]').forEach(b => b.addEventListener('click', () => keep(root.dataset.mode === 'max' ? 'elder' : 'max')));

// 5 复制、打印、菜单、展开
const words = new WeakMap();
document.addEventListener('click', async e => {
  const copy = e.target.closest('[data-copy]'), print = e.target.closest('[data-print]'), toggle = e.target.closest('[data-toggle]');
  if (copy) {
    if (!words.has(copy)) words.set(copy, copy.textContent);
    try { await navigator.clipboard.writeText(copy.dataset.copy); copy.textContent = '已复制'; say('已复制'); setTimeout(() => { copy.textContent = words.get(copy); }, 2000); } catch { copy.textContent = copy.dataset.copy; }
  }
  if (print) window.print();
  if (toggle) { const box = document.getElementById(toggle.dataset.toggle); box.hidden = !box.hidden; toggle.setAttribute('aria-expanded', String(!box.hidden)); }
  all('[data-menu][open]').forEach(m => { if (!m.contains(e.target)) m.open = false; });
});
document.addEventListener('keydown', e => {
  if (e.key !== 'Escape') return;
  all('[data-menu][open]').forEach(m => { m.open = false; m.querySelector('summary').focus(); });
});
all('[data-toggle]').forEach(b => { document.getElementById(b.dataset.toggle).hidden = b.getAttribute('aria-expanded') === 'false'; });
if (innerWidth <= 1080) all('[data-fold]').forEach(d => { d.open = false; });

const toc = all('.toc a'), heads = toc.map(a => document.querySelector(a.getAttribute('href'))).filter(Boolean);
if (heads.length) {
  const spot = () => { const at = heads.filter(h => h.getBoundingClientRect().top < 140).pop() || heads[0]; toc.forEach(a => { if (a.getAttribute('href') === `#${at.id}`) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current'); }); };
  addEventListener('scroll', spot, { passive: true });
  spot();
}

// 6 对话框：没有脚本时是页内的一段
all('[data-dialog]').forEach(box => {
  const dialog = box.querySelector('dialog'), opener = box.querySelector('summary');
  dialog.removeAttribute('open');
  document.body.append(dialog);
  opener.setAttribute('role', 'button');
  opener.setAttribute('aria-haspopup', 'dialog');
  opener.addEventListener('click', e => { e.preventDefault(); dialog.showModal(); });
  dialog.addEventListener('click', e => { if (e.target.closest('[data-close]')) dialog.close(); });
  dialog.addEventListener('close', () => opener.focus());
  if (dialog.querySelector('[aria-invalid=true]')) dialog.showModal();
});

// 7 表单：出错时焦点到摘要；提交后按钮说“正在提交…”，不重复提交（服务器另有办理编号兜底）
const summary = document.querySelector('[data-focus]');
if (summary) summary.focus();
document.addEventListener('submit', e => {
  const button = e.target.querySelector('[data-once]');
  if (!button || e.defaultPrevented) return;
  if (e.target.dataset.sent) { e.preventDefault(); return; }
  e.target.dataset.sent = '1';
  words.set(button, button.textContent);
  button.setAttribute('aria-disabled', 'true');
  button.textContent = button.dataset.once;
});
addEventListener('pageshow', e => {
  if (!e.persisted) return;
  all('form[data-sent]').forEach(f => { delete f.dataset.sent; const b = f.querySelector('[data-once]'); b.removeAttribute('aria-disabled'); b.textContent = words.get(b); });
});
document.addEventListener('click', e => { if (e.target.closest('button[type=submit][aria-disabled=true]') && !e.target.closest('[data-sent]')) e.preventDefault(); });
all('[data-count-of]').forEach(note => {
  const box = document.getElementById(note.dataset.countOf), limit = Number(box.dataset.soft);
  const show = () => { const n = box.value.length; note.textContent = n > limit ? `已写 ${n} 字，超过建议的 ${limit} 字，仍可提交` : `已写 ${n} 字，建议不超过 ${limit} 字`; };
  box.addEventListener('input', show);
  if (box.value) show();
});

// 8 其余模块，页面上有才取
if (document.querySelector('[data-capitals]')) import('./capitals.js');
if (document.querySelector('[data-autosave]')) import('./autosave.js');
if (document.querySelector('[data-poll]')) import('./poll.js');
if (document.querySelector('[data-verify]')) import('./verify.js');
if (document.querySelector('[data-qr]')) import('./qr.js');
