/* 草稿自动保存：离开一格时、每 20 秒，把没存的发到 data-autosave 的地址；状态用话说。只存草稿，不办任何手续。 */
import { minute } from './clock.js';

const EVERY = 20e3;

function draft(form) {
  const body = new FormData(form);
  for (const [name, value] of Array.from(body)) if (value instanceof File) body.delete(name); // 文件另有上传行，不随草稿走
  return body;
}

/** 平台的回答换成一句话；好的回答是 2xx */
export function verdict(answer) {
  if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) return '登录已到期。填写的内容还在这一页，请在新窗口登录后回来，会自动接着保存';
  if (answer.status === 409) return '另一人刚改过这一页，您的内容还没有保存。请刷新查看两个版本';
  return answer.ok ? `已保存 ${minute()}` : `没有保存成（故障 ${answer.status}），20 秒后再试`;
}

function watch(form) {
  const note = form.querySelector('[data-saved]');
  let dirty = false, sending = false;
  const tell = words => { if (note && note.textContent !== words) note.textContent = words; };
  async function save() {
    if (!dirty || sending || form.dataset.sent) return;
    sending = true; dirty = false;
    tell('正在保存…');
    try {
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body: draft(form), redirect: 'manual', headers: { Accept: 'application/json', 'X-Autosave': '1' } });
      if (!answer.ok) dirty = true;
      tell(verdict(answer));
    } catch {
      dirty = true;
      tell('网络断开，还没有保存。填写的内容还在这一页，恢复后自动保存');
    }
    sending = false;
  }
  form.addEventListener('input', () => { dirty = true; });
  form.addEventListener('change', () => { dirty = true; save(); });
  form.addEventListener('focusout', save);
  addEventListener('online', save);
  setInterval(save, EVERY);
  addEventListener('beforeunload', e => { if (dirty && !form.dataset.sent) { e.preventDefault(); e.returnValue = ''; } });
}

document.querySelectorAll('form[data-autosave]').forEach(watch);
