/* 核验页：选一份 PDF，在浏览器里算出 SHA-256，填进“前 8 位”。文件不上传。 */

export const hex = buffer => Array.from(new Uint8Array(buffer), b => b.toString(16).padStart(2, '0')).join('');

document.querySelectorAll('[data-verify]').forEach(form => {
  const drop = form.querySelector('[data-drop]'), pick = form.querySelector('[data-verify-file]'), out = form.querySelector('[data-verify-hash]'), digits = form.querySelector('[name=digits]');
  if (!window.crypto || !crypto.subtle) return;
  drop.hidden = false;
  async function read(file) {
    out.textContent = '正在计算…';
    const digest = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
    digits.value = digest.slice(0, 8);
    out.textContent = `${file.name}：${digest}`;
  }
  pick.addEventListener('change', () => { if (pick.files[0]) read(pick.files[0]); });
  drop.addEventListener('dragover', e => { e.preventDefault(); drop.classList.add('over'); });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', e => { e.preventDefault(); drop.classList.remove('over'); if (e.dataTransfer.files[0]) read(e.dataTransfer.files[0]); });
});
