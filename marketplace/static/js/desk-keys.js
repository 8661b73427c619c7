/* 受理台的单键快捷键：j 下一个、k 上一个、a 到“通过”、r 到“退回补正”、? 看表。可以关掉（WCAG 2.1.4），记在本机。 */

const KEEP = 'desk-keys-off';
const box = document.querySelector('[data-keys]');
const on = box.querySelector('[data-keys-on]');
const help = document.querySelector('[data-keys-help]');

const off = () => { try { return localStorage.getItem(KEEP) === '1'; } catch { return false; } };
const typing = at => at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) && !/^(checkbox|radio|submit|button)$/.test(at.type);

function go(key) {
  const at = document.querySelector(`[data-key="${key}"]`);
  if (!at) return;
  if (at.tagName === 'A') { location.assign(at.href); return; }
  const first = key === 'a' ? at.querySelector('button') : at.querySelector('input:not([type=hidden]),textarea');
  (first || at).scrollIntoView({ block: 'center' });
  (first || at).focus();
}

on.checked = !off();
on.addEventListener('change', () => { try { localStorage.setItem(KEEP, on.checked ? '' : '1'); } catch { /* 不让存就只管这一页 */ } });
help.hidden = false;
help.addEventListener('click', () => box.showModal());
box.querySelector('[data-keys-close]').addEventListener('click', () => box.close());
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || box.open) return;
  if (event.key === '?') { event.preventDefault(); box.showModal(); return; }
  if (on.checked && 'jkar'.includes(event.key)) { event.preventDefault(); go(event.key); }
});
