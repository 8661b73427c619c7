/* 投标页：报价和文件只在本机；核对、加密、传输、出回执。没有出回执以前，都不算已递交。 */
import { fen, yuan } from '../js/capitals.js';
import { now } from '../js/clock.js';
import { qr } from '../js/qr.js';
import { fileRows, size } from '../js/upload-rows.js';
import { author, checked, summary } from './bid-checks.js';
import { drop, keep, kept } from './bid-store.js';
import { sealer } from './seal-client.js';
import { fresh, knownUntil, stepUp, token } from './step-up.js';
import { pace, uploader } from './upload.js';

const one = (s, r = document) => r.querySelector(s), all = (s, r = document) => Array.from(r.querySelectorAll(s));
const page = one('[data-bid]').dataset, form = one('[data-sealed]');
const given = JSON.parse(document.getElementById('seal').textContent), scope = given.card.scope;
const price = form.elements.price, go = one('[data-send]'), why = one('[data-why]');
const DRAFT = `bid ${scope}`;
const worker = sealer(page.worker);
const el = (tag, props = {}, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };

// 1 草稿：只在本窗口（sessionStorage），刷新不丢，关窗即无
const drafted = () => all('input:not([type=checkbox]):not([type=radio]):not([type=file]),textarea,select', one('#t2'));
function restore() {
  const saved = JSON.parse(sessionStorage.getItem(DRAFT) || '{}');
  drafted().forEach(input => { if (saved[input.name] !== undefined) input.value = saved[input.name]; });
  price.dispatchEvent(new Event('input'));
}
const remember = () => sessionStorage.setItem(DRAFT, JSON.stringify(Object.fromEntries(drafted().map(i => [i.name, i.value]))));

// 2 文件：在本机算校验值；大文件的校验值在加密时算
const WHOLE = 256e6;
async function hash(file) {
  if (file.size > WHOLE) return '';
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), b => b.toString(16).padStart(2, '0')).join('');
}
const rows = fileRows(one('[data-rows]'), { hash, largest: Number(page.largest) });
const authors = new WeakMap();
async function files() {
  const ready = rows.ready();
  for (const f of ready) { if (!authors.has(f.file)) authors.set(f.file, await author(f.file)); f.author = authors.get(f.file); }
  return ready;
}

// 3 解密方式：选“我自己到场解密”才生成解密码，重输 4 位证明抄下了
const lockOf = () => page.lockOnly || (one('[name=lock]:checked') || {}).value || '';
const own = { code: '', group: 0, proved: false };
async function showCode() {
  const box = one('[data-own-code]');
  if (!box) return;
  box.hidden = lockOf() !== 'own';
  if (box.hidden || own.code) return;
  own.code = (await worker.call('code', {})).code;
  own.group = Math.floor(Math.random() * own.code.split('-').length);
  one('[data-code-text]').textContent = own.code;
  one('[data-code-group]').textContent = own.group + 1;
  qr(one('[data-code-qr]'), own.code);
}
const bare = text => text.toUpperCase().replace(/[-\s]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
function prove() {
  const typed = bare(one('[data-code-retype]').value);
  own.proved = typed === bare(own.code.split('-')[own.group]);
  one('[data-code-proof]').textContent = own.proved ? '相符' : typed.length >= 4 ? '不符，请对照上面再输一次' : '';
  check();
}

// 4 体检与“还差什么”
function put(list) {
  const TAG = { must: ['必须改', 'tag hot'], note: ['请留意', 'tag pub'], pass: ['通过', 'ok'] };
  const ol = el('ol', { className: 'chk' });
  list.forEach(c => {
    const body = el('div', {}, el('b', { textContent: c.title }));
    if (c.text) body.append(el('p', { textContent: c.text }));
    if (c.where.length) body.append(el('p', { className: 'ln' }, ...c.where.map(w => el('span', { textContent: w }))));
    ol.append(el('li', { className: c.level }, el('span', { className: TAG[c.level][1], textContent: TAG[c.level][0] }), body));
  });
  const box = one('[data-checks]');
  box.textContent = '';
  box.append(ol);
  one('[data-checks-sum]').textContent = summary(list);
}
let running = false, closed = now() >= Date.parse(page.deadline);
function lacking() {
  const lack = [], left = all('[data-promise]').filter(i => !i.checked).length;
  if (fen(price.value) === null) lack.push('报价还没有填好');
  if (rows.busy()) lack.push('文件还在校验');
  if (!rows.ready().length) lack.push('还没有选文件');
  if (!lockOf()) lack.push('“解密方式”还没有选');
  if (lockOf() === 'own' && !own.proved) lack.push('解密码还没有核对');
  if (left) lack.push(`${left} 项承诺还没有勾`);
  return lack;
}
/** 任务清单的状态只有浏览器知道；填到哪里算哪里 */
function tasks() {
  const ticks = all('[data-promise]'), ticked = ticks.filter(i => i.checked).length, filled = drafted().every(i => i.value.trim() || !i.required);
  const status = {
    '#t2': fen(price.value) !== null && filled ? '已完成' : drafted().some(i => i.value.trim()) ? '进行中' : '未开始',
    '#t3': rows.busy() ? '进行中' : !rows.ready().length ? '未开始' : rows.missing().length ? '待补充' : '已完成',
    '#file-bond': rows.missing().some(title => title.startsWith('投标保证金')) ? '未开始' : '已完成',
    '#t5': !lockOf() ? '未开始' : lockOf() === 'own' && !own.proved ? '进行中' : '已完成',
    '#t6': lacking().length ? '尚不能开始' : '未开始',
    '#t7': ticked === ticks.length ? '已完成' : ticked ? '进行中' : '未开始',
  };
  const TONE = { 已完成: 's', 尚不能开始: 's', 待补充: 's tag pub', 进行中: 's tag busy', 未开始: 's tag' };
  Object.entries(status).forEach(([place, word]) => {
    const link = one(`.tasks a[href="${place}"]`);
    if (link) Object.assign(one('.s', link.closest('li')), { textContent: word, className: TONE[word] });
  });
  const words = all('.tasks .s').map(s => s.textContent);
  one('#t1 h2 small').textContent = `已完成 ${words.filter(w => w === '已完成').length} / ${words.length} 项，先后不限`;
}
async function check() {
  const ready = await files(), sum = fen(price.value), ceiling = page.ceiling ? BigInt(page.ceiling) : null;
  const list = checked({ sum, ceiling, missing: rows.missing(), ready, bondUntil: page.bond, validity: page.validity });
  put(list);
  const gap = one('[data-gap]');
  if (gap) gap.textContent = sum === null || ceiling === null || price.type === 'password' ? '' : sum > ceiling ? `，高出 ${yuan(sum - ceiling)} 元` : `，低 ${yuan(ceiling - sum)} 元`;
  one('[data-files]').textContent = ready.length ? `${ready.length} 份，${size(ready.reduce((n, f) => n + f.file.size, 0))}` : '还没有选';
  one('[data-price]').textContent = sum === null ? '未填写' : one('[data-price-show]').textContent === '显示' ? '已隐藏' : `${yuan(sum)} 元`;
  const name = one('[data-lock-name]');
  if (name) name.textContent = { auto: '到点自动解密', own: '我自己到场解密' }[lockOf()] || '还没有选';
  tasks();
  if (running || closed) return;
  const lack = lacking(), wrong = list.filter(c => c.level === 'must').length;
  go.setAttribute('aria-disabled', String(lack.length > 0));
  why.textContent = lack.length ? `还不能递交：${lack.join('；')}。` : wrong ? `可以递交。体检提示 ${wrong} 处必须改，仍要递交的，请先想清楚。` : '可以递交。';
}

// 5 进度：每秒最多说一次
let toldAt = 0;
function stage(key, percent, words, always) {
  if (!always && performance.now() - toldAt < 1000) return;
  toldAt = performance.now();
  const li = one(`[data-step=${key}]`), bar = one('[role=progressbar]', li);
  li.classList.toggle('idle', !percent);
  bar.setAttribute('aria-valuenow', percent);
  bar.setAttribute('aria-valuetext', words);
  one('rect', bar).setAttribute('width', percent);
  one('.w', li).textContent = words;
}
const status = words => { one('[data-status]').firstElementChild.textContent = words; };
const SHARE = { hash: [0, 25], root: [25, 25], encrypt: [50, 50] };
const sealing = ({ stage: what, done, total }) => { const [from, part] = SHARE[what], p = Math.floor(from + part * done / Math.max(1, total)); stage('seal', p, `加密 ${p} %`); status('正在加密'); };

// 6 递交
let link = null, awake = null;
const hold = async () => { if (navigator.wakeLock) awake = await navigator.wakeLock.request('screen').catch(() => null); };
function refused(error) {
  if (!error.says) console.error(error); // 不是规则拒绝，是我们的错：留给技术支持看
  const box = one('[data-refused]');
  box.textContent = '';
  box.append(el('b', { textContent: '没有递交成' }), el('p', { textContent: error.says || '页面出了故障，请刷新后接着传' }));
  if (error.law) box.append(el('p', { className: 'law', textContent: `${error.law}（${error.code}）` }));
  box.hidden = false;
  box.scrollIntoView({ block: 'nearest' });
  status('未递交');
  done();
  offer();
}
function done() {
  running = false;
  if (awake) awake.release();
  one('[data-pause]').hidden = true;
  go.textContent = '加密并递交';
  check();
}
const contents = () => {
  const values = new FormData(form), sum = fen(price.value), kept = {};
  for (const [key, value] of values) if (typeof value === 'string' && value.trim() && key !== 'lock') kept[key] = value.trim();
  return { ...kept, price: yuan(sum).replace(/,/g, ''), price_capitals: document.getElementById(`${price.id}_cap`).textContent };
};
async function encrypt() {
  const ready = rows.ready(), lock = lockOf();
  stage('seal', 0, '加密 0 %', true);
  const sealed = await worker.call('seal', { ...given, form: contents(), files: ready.map(f => ({ name: f.file.name, blob: f.file })), lock, ...(lock === 'own' ? { code: own.code } : {}) }, sealing);
  stage('seal', 100, `${ready.length} 个文件，已完成`, true);
  return { package: sealed.package, ct_len: sealed.ct_len, ct_root: sealed.ct_root, header_hash: sealed.header_hash, act_id: page.act };
}
async function transfer(sealed) {
  const left = pace(), mb = n => (n / 1e6).toFixed(0);
  let told = '';
  link = uploader({
    csrf: token,
    state: words => { if (words !== told) { told = words; one('[data-progress-note]').textContent = words || '断网、刷新、关机都能接着传。传出去的只有密文。没有出回执，就还没有递交。'; } },
    progress: (sent, total) => {
      const p = Math.floor(sent / total * 100), rest = left(performance.now(), sent, total);
      stage('send', p, `${p} %（${mb(sent)} / ${mb(total)} MB${rest ? `，${rest}` : ''}）`, p === 100);
      status(`正在传输 ${p} %`);
    },
  });
  const pause = one('[data-pause]');
  pause.hidden = false;
  const { package: blob, upload: known, ...what } = sealed;
  const begun = known ? { upload: known, ...(await link.have(known)) } : await link.begin(page.start, what);
  if (!known && !(await keep(scope, { ...sealed, upload: begun.upload }))) one('[data-progress-note]').textContent = '本机存不下密文：传输中请不要刷新或关闭本页。';
  await link.send(begun.upload, blob, begun.have);
  pause.hidden = true;
  stage('take', 50, '平台正在核收', true);
  status('平台正在核收');
  const answer = await taken(begun.upload, sealed.act_id);
  stage('take', 100, '已递交', true);
  await drop(scope);
  sessionStorage.removeItem(DRAFT);
  running = false;
  location.assign(answer.receipt);
}
/** 最后一步。身份验证过期的，验证后再办这一步，不用重传 */
async function taken(upload, act_id) {
  const finish = () => link.finish(upload, { act_id, client_time: new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z') });
  try { return await finish(); } catch (error) {
    if (error.code !== 'STEP-UP-30-MIN' || !(await stepUp())) throw error;
    return finish();
  }
}
async function submit(ready) {
  if (!fresh() && !(await stepUp())) return;
  running = true;
  go.setAttribute('aria-disabled', 'true');
  go.textContent = '正在递交…';
  why.textContent = '正在递交。没有出回执以前，都不算已递交。';
  one('[data-refused]').hidden = one('[data-resume]').hidden = true;
  one('[data-running]').hidden = false;
  const job = async () => { await hold(); try { await transfer(ready || await encrypt()); } catch (error) { refused(error); } };
  if (!navigator.locks) { await job(); return; }
  await navigator.locks.request(`submit ${scope}`, { ifAvailable: true }, held => held ? job() : refused({ says: '另一窗口正在递交这个标段，请到那个窗口查看', law: '', code: 'TWO-WINDOWS' }));
}
go.addEventListener('click', () => {
  if (running || closed) return;
  if (!lacking().length) { submit(); return; }
  const first = fen(price.value) === null ? price : !rows.ready().length ? one('[data-pick]') : !lockOf() ? one('[name=lock]') : lockOf() === 'own' && !own.proved ? one('[data-code-retype]') : all('[data-promise]').find(i => !i.checked);
  if (first) first.focus();
});
one('[data-pause]').addEventListener('click', e => {
  if (link.paused) link.resume(); else link.pause();
  e.currentTarget.textContent = link.paused ? '继续传输' : '暂停传输';
});
addEventListener('beforeunload', e => { if (running) { e.preventDefault(); e.returnValue = ''; } });

// 7 截止：锁住输入，停下传输；是不是收齐由服务器说
document.addEventListener('clock:zero', e => {
  if (e.detail.until !== Date.parse(page.deadline)) return;
  closed = true;
  if (link) link.stop();
  all('input,textarea,select,button', form).forEach(x => { x.disabled = true; });
  why.textContent = '投标截止时间已到。没有出回执的，视为撤回投标文件；请刷新本页看平台的记录。';
});

// 8 上次没有传完
let before = null;
async function offer() {
  before = await kept(scope);
  if (!before || closed) return;
  one('[data-resume-words]').textContent = `密文 ${size(before.ct_len)}，可以从断开的地方接着传；改过报价或文件的，请放弃后重新加密。`;
  one('[data-resume]').hidden = false;
}
one('[data-resume-go]').addEventListener('click', () => submit(before));
one('[data-resume-drop]').addEventListener('click', async () => { await drop(scope); one('[data-resume]').hidden = true; });

one('[data-hide]').addEventListener('click', e => { const hide = price.type === 'text'; price.type = hide ? 'password' : 'text'; e.currentTarget.textContent = hide ? '显示' : '隐藏'; price.dispatchEvent(new Event('capitals:show')); check(); });
one('[data-price-show]').addEventListener('click', e => { e.currentTarget.textContent = e.currentTarget.textContent === '显示' ? '隐藏' : '显示'; check(); });
form.addEventListener('submit', e => e.preventDefault());
form.addEventListener('input', () => { remember(); check(); });
form.addEventListener('change', e => { if (e.target.name === 'lock') showCode(); check(); });
form.addEventListener('rows:change', check);
if (one('[data-code-retype]')) one('[data-code-retype]').addEventListener('input', prove);
if (one('[data-code-copy]')) one('[data-code-copy]').addEventListener('click', e => { navigator.clipboard.writeText(own.code); e.currentTarget.textContent = '已复制'; });
knownUntil(page.stepUpUntil);
if (window.crypto && crypto.subtle) { restore(); showCode(); check(); offer(); } else { why.textContent = '本页没有走加密通道（https），浏览器不提供加密功能，不能投标。请改用 https 地址。'; }
