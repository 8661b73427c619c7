/* 抽取页的复算：取公开的记录，在浏览器里从头算一遍；改一个数，看结果变不变。不上传任何数据。 */
import { recompute } from '../js/draw.js';

const page = document.querySelector('[data-draw]');
const one = s => page.querySelector(s);
const make = (tag, text, cls = '') => Object.assign(document.createElement(tag), { textContent: text, className: cls });
const NAMES = { commit: '平台承诺', roster_hash: '名单校验值', contrib_hash: '附言校验值', K_sha256: 'K 的校验值', ranking: '名次' };
let published = null;

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** 每一项：名称、与记录是否一致、页面上的印记 */
function compared(record, values) {
  const rows = Object.keys(NAMES).map(key => ({ key, name: NAMES[key], ok: same(values[key], record[key]) }));
  return rows.concat(values.custodians.map(row => ({ key: `custodian-${row.id}`, name: `保管方 ${row.id} 的数`, ok: row.ok })));
}

function verdict(result, rows, milliseconds) {
  const box = one('[data-verdict]');
  box.textContent = '';
  box.hidden = false;
  box.className = `vd ${result.ok ? 'open' : 'hot'}`;
  box.append(make('b', result.ok ? '与公布结果一致' : '与公布结果不一致'));
  if (!result.ok) box.append(make('p', `${result.failed.says}。请把本页地址告诉监督部门。`));
  const list = make('ul', '');
  rows.forEach(row => { const line = make('li', '', row.ok ? 'yes' : 'no'); line.append(make('span', row.name), make('b', row.ok ? '一致' : '不一致')); list.append(line); });
  box.append(list, make('p', `在您的浏览器里算出，用时 ${Math.max(1, Math.round(milliseconds))} 毫秒，没有上传数据。`, 'small'));
}

function stamp(rows) {
  rows.forEach(row => { const mark = one(`[data-stamp="${row.key}"]`); if (mark) { mark.textContent = row.ok ? '复算一致' : '复算不一致'; mark.className = `stp ${row.ok ? 'yes' : 'no'}`; } });
}

async function run() {
  const began = performance.now(), result = await recompute(published);
  const rows = result.values ? compared(published, result.values) : [];
  verdict(result, rows, performance.now() - began);
  stamp(rows);
}

const fields = () => ({ project: one('#d-p'), round: one('#d-r'), roster: one('#d-l'), seed: one('#d-s'), beacon: one('#d-b') });
function fill() {
  const f = fields();
  f.project.value = published.project_no; f.round.value = published.round; f.seed.value = published.S_p; f.beacon.value = published.beacon;
  f.roster.value = published.roster.map(e => `${e.id}|${e.tickets}`).join('\n');
}
function typed() {
  const f = fields();
  const roster = f.roster.value.split('\n').map(s => s.trim()).filter(Boolean).map(line => ({ id: line.split('|')[0], tickets: Number(line.split('|')[1]) }));
  return { ...published, project_no: f.project.value.trim(), round: Number(f.round.value), roster, S_p: f.seed.value.trim(), beacon: f.beacon.value.trim() };
}
async function attempt() {
  const result = await recompute(typed()), says = one('[data-try-says]'), values = result.values;
  one('[data-try-key]').textContent = values ? values.K : '';
  const list = one('[data-try-ranking]');
  list.textContent = '';
  (values ? values.ranking : []).slice(0, 5).forEach((id, at) => { const line = make('li', ''); line.append(make('b', `名次 ${at + 1}`), make('span', ''), make('span', id, 'mono'), make('em', id === published.ranking[at] ? '与公布的相同' : '与公布的不同')); list.append(line); });
  says.textContent = result.ok ? '与公布结果一致' : `${result.failed.says}：改一位，结果就变`;
}
function changeOne() {
  const seed = fields().seed, last = seed.value.slice(-1);
  seed.value = seed.value.slice(0, -1) + (last === '0' ? '1' : '0');
  attempt();
}

async function start() {
  published = await (await fetch(page.dataset.record)).json();
  fill();
  one('[data-run]').hidden = false;
  one('[data-try]').hidden = false;
  one('[data-run]').addEventListener('click', run);
  one('[data-one]').addEventListener('click', changeOne);
  one('[data-reset]').addEventListener('click', () => { fill(); attempt(); });
  let wait;
  one('[data-try-form]').addEventListener('input', () => { clearTimeout(wait); wait = setTimeout(attempt, 250); });
  one('[data-try-form]').addEventListener('submit', e => { e.preventDefault(); attempt(); });
}
const cannot = says => { const box = one('[data-verdict]'); box.hidden = false; box.className = 'vd hot'; box.textContent = says; };
if (window.crypto && crypto.subtle) start().catch(() => cannot('没有取到抽取记录，请刷新，或者下载记录用脚本复算。'));
else cannot('本页不是安全连接，浏览器不能复算，请用脚本。');
