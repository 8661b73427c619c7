/* 定时更新一块内容：每 data-every 秒用 ETag 问一次 data-poll 的地址，有变化才换；可以暂停（WCAG 2.2.2）。 */

const WAIT = 30e3;

function watch(region) {
  const every = Number(region.dataset.every || 3) * 1e3;
  const button = document.querySelector(`[data-poll-pause="${region.id}"]`), note = document.querySelector(`[data-poll-note="${region.id}"]`);
  const said = document.createElement('p');
  said.className = 'vh';
  said.setAttribute('role', 'status');
  region.before(said);
  let etag = region.dataset.etag || '', paused = false, timer = 0, newest = '';
  const tell = words => { if (note) note.textContent = words; };
  const usual = () => tell(`本页每 ${every / 1e3} 秒更新`);

  function put(html) {
    const at = document.activeElement, focused = region.contains(at) && at.id;
    const open = Array.from(region.querySelectorAll('details[open][id]'), d => d.id);
    region.innerHTML = html;
    open.forEach(id => { const d = document.getElementById(id); if (d) d.open = true; });
    if (focused) { const again = document.getElementById(focused); if (again) again.focus(); }
    const first = region.querySelector('[data-newest]'); // 每办一件说一句，不念整张表
    if (first && newest && first.dataset.newest !== newest) said.textContent = first.textContent.trim();
    if (first) newest = first.dataset.newest;
    region.dispatchEvent(new CustomEvent('poll:changed', { bubbles: true }));
  }
  async function once() {
    if (paused || document.hidden) return;
    let wait = every;
    try {
      const answer = await fetch(region.dataset.poll, { cache: 'no-store', headers: etag ? { 'If-None-Match': etag } : {} });
      if (answer.status === 200) { etag = answer.headers.get('ETag') || ''; put(await answer.text()); } else if (answer.status !== 304) throw new Error(String(answer.status));
      usual();
    } catch {
      wait = WAIT;
      tell('暂时连不上平台，30 秒后再试；时钟照常走');
    }
    clearTimeout(timer);
    timer = setTimeout(once, wait);
  }
  if (button) {
    button.hidden = false;
    button.addEventListener('click', () => {
      paused = !paused;
      button.textContent = paused ? '继续更新' : '暂停更新';
      if (paused) { clearTimeout(timer); tell('已暂停更新，时钟照常走'); } else once();
    });
  }
  document.addEventListener('visibilitychange', () => { if (!document.hidden) { clearTimeout(timer); once(); } });
  const first = region.querySelector('[data-newest]');
  if (first) newest = first.dataset.newest;
  usual();
  timer = setTimeout(once, every);
}

document.querySelectorAll('[data-poll]').forEach(watch);
