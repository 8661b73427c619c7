/* 评分表：选格、选档、键盘、两栏比例、逐格保存。规则和提醒都由服务器算；这里只把答案换到页面上。 */
import { face } from '../js/clock.js';

const one = (s, r = document) => r.querySelector(s), all = (s, r = document) => Array.from(r.querySelectorAll(s));
const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test((document.activeElement || {}).tagName) && document.activeElement.type !== 'checkbox';
const saved = words => { const note = one('[data-saved]'); if (note) note.textContent = words; };
let dirty = false, sending = null;

/** 用新页面里的同名部分换下旧的；正在输入的一格不动 */
function exchange(html, whole) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  const ids = whole ? ['sheet', 'doc', 'subbar'] : all('[data-part]', fresh).map(part => part.id);
  const again = one('[data-cell-form] [name=act_id]', fresh), field = one('[data-cell-form] [name=act_id]');
  if (again && field) field.value = again.value; // 每次保存是另一件事，编号由服务器发
  ids.forEach(id => { const was = document.getElementById(id), now = fresh.getElementById(id); if (was && now && (whole || !was.contains(document.activeElement))) was.replaceWith(now); });
}
const wrong = status => status === 409 ? '您在另一窗口改过这一格，请刷新' : `没有保存成（故障 ${status}），请记下分数并告诉技术支持`;

async function save() {
  const form = one('[data-cell-form]');
  if (!form || !dirty) return true;
  const points = form.elements.value;
  if (points && !points.value.trim() && !one('[name=band]:checked', form)) return true; // 先写理由、分数还空着：等填了分数一起存
  dirty = false;
  saved('正在保存…');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { Accept: 'text/html' } });
    const html = await answer.text();
    if (answer.ok || answer.status === 422) exchange(html, false);
    saved(answer.ok ? `已保存 ${face()}` : answer.status === 422 ? '这一格没有保存，请看提醒' : wrong(answer.status));
    return answer.ok;
  } catch {
    dirty = true;
    saved('网络断开，这一格还没有保存；恢复后自动保存');
    return false;
  }
}
const later = () => { clearTimeout(sending); sending = setTimeout(save, 800); };

async function openCell(url) {
  clearTimeout(sending);
  await save();
  const answer = await fetch(url, { headers: { Accept: 'text/html' } });
  if (!answer.ok) { location.assign(url); return; }
  exchange(await answer.text(), true);
  history.replaceState(null, '', url);
  const chosen = one('.cell[aria-current]');
  if (chosen) chosen.focus();
}

document.addEventListener('click', e => {
  const cell = e.target.closest('[data-cell],[data-cell-link]'), split = e.target.closest('[data-split]');
  if (cell && !e.ctrlKey && !e.metaKey) { e.preventDefault(); openCell(cell.href); }
  if (split) { one('[data-board]').className = `board2 ${split.dataset.split}`; all('[data-split]').forEach(b => b.setAttribute('aria-pressed', String(b === split))); }
});
document.addEventListener('input', e => { if (e.target.closest('[data-cell-form]')) { dirty = true; later(); } });
document.addEventListener('focusout', e => { if (e.target.closest('[data-cell-form]')) save(); });
document.addEventListener('submit', e => { if (e.target.matches('[data-cell-form]')) { e.preventDefault(); dirty = true; save(); } });
addEventListener('online', save);
addEventListener('beforeunload', e => { if (dirty) { e.preventDefault(); e.returnValue = ''; } });

document.addEventListener('keydown', e => {
  if (!one('[data-keys]').checked || e.ctrlKey || e.metaKey || e.altKey || typing()) return;
  const cells = all('[data-cell]'), chosen = one('.cell[aria-current]'), at = cells.indexOf(chosen);
  const row = chosen ? all('[data-cell]', chosen.closest('tr')) : [], place = row.indexOf(chosen);
  let to = null;
  if (e.key === '[') to = row[place - 1];
  if (e.key === ']') to = row[place + 1];
  if (e.key === 'n') { const open = cells.filter(c => c.classList.contains('none')); to = open.find(c => cells.indexOf(c) > at) || open[0]; }
  if (to) { e.preventDefault(); openCell(to.href); }
  const band = /^[1-9]$/.test(e.key) && all('[data-cell-form] [name=band]')[Number(e.key) - 1];
  if (band) { band.checked = true; dirty = true; save(); }
});
