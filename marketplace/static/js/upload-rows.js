/* 文件行：每份要求一行，写明文件名、大小、校验值和状态；一行出错只说那一行。这里只读、只算，不上传。
   用法：const rows = fileRows(table, { hash: async (file, progress) => hex, largest: 字节 }); table 上触发 rows:change。 */

const REFUSED = {
  empty: '文件是空的，请重新选择。',
  type: (file, accept) => `不接受 ${file.name.split('.').pop()} 文件，请换成 ${accept}。`,
  large: limit => `文件超过 ${size(limit)}，请压缩或者拆分后再选。`,
  unread: '读不出这个文件，请确认它没有被移动或者占用，再选一次。',
};

export const size = octets => octets >= 100000 ? `${(octets / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.floor(octets / 1000))} KB`;
const LOCKED = '设有密码保护。要输密码才能打开的，评标时打不开，请去掉密码再选一次。';
const el = (tag, props, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids); return e; };

/** PDF 的加密字典写在文件尾部的 trailer 里；只看有没有，不解析，所以只提醒 */
async function hasPassword(file) {
  if (!/\.pdf$/i.test(file.name)) return false;
  const tail = await file.slice(Math.max(0, file.size - 65536)).text();
  return /\/Encrypt\s+\d+\s+\d+\s+R/.test(tail);
}

function refusal(file, accept, largest) {
  if (!file.size) return REFUSED.empty;
  if (accept && !accept.split(',').some(end => file.name.toLowerCase().endsWith(end.trim()))) return REFUSED.type(file, accept);
  return file.size > largest ? REFUSED.large(largest) : '';
}

export function fileRows(table, { hash, largest = 2e9 }) {
  const state = new Map();
  const rows = Array.from(table.querySelectorAll('[data-row]'));
  const sum = table.parentNode.querySelector('[data-rows-sum]');

  function report() {
    const files = Array.from(state.values()).filter(f => f.ok);
    if (sum) sum.textContent = files.length ? `${files.length} 份，共 ${size(files.reduce((n, f) => n + f.file.size, 0))}` : '';
    table.dispatchEvent(new CustomEvent('rows:change', { bubbles: true }));
  }
  function words(row, title, why, bad) {
    const cell = row.querySelector('[data-state]');
    row.classList.toggle('bad', !!bad);
    cell.textContent = '';
    cell.append(el(bad ? 'b' : 'span', { textContent: title, className: title === '已就绪' ? 'ok' : '' }));
    if (why) cell.append(el('p', { textContent: why, className: 'why small muted' }));
  }
  function describe(row, file, digest) {
    const cell = row.querySelector('[data-file]');
    cell.textContent = '';
    const more = el('small', { className: 'num', textContent: `${size(file.size)}　` });
    if (digest) more.append(el('span', { className: 'mono', textContent: `${digest.slice(0, 4)}…${digest.slice(-4)}`, title: digest }));
    cell.append(file.name, more);
    row.querySelector('[data-verb]').textContent = '更换';
  }
  async function take(row, file) {
    const key = row.dataset.row, ticket = {}, input = row.querySelector('[data-pick]');
    state.set(key, { key, file, ticket, ok: false });
    describe(row, file);
    const no = refusal(file, input.accept, largest);
    if (no) { words(row, '需修改', no, true); report(); return; }
    words(row, '校验中…', '在本机计算校验值');
    try {
      const digest = await hash(file, part => { if (state.get(key).ticket === ticket) words(row, `校验中 ${Math.floor(part * 100)} %`, '在本机计算校验值'); });
      const locked = await hasPassword(file);
      if (state.get(key).ticket !== ticket) return;
      state.set(key, { key, file, ticket, digest, locked, ok: true });
      describe(row, file, digest);
      words(row, '已就绪', locked ? LOCKED : '');
    } catch { words(row, '需修改', REFUSED.unread, true); }
    report();
  }
  rows.forEach(row => {
    const input = row.querySelector('[data-pick]');
    input.addEventListener('change', () => { if (input.files[0]) take(row, input.files[0]); });
  });
  return {
    /** 已就绪的文件，按行的先后 */
    ready: () => rows.map(row => state.get(row.dataset.row)).filter(f => f && f.ok),
    /** 还缺的必交文件的名称 */
    missing: () => rows.filter(row => !('optional' in row.dataset) && !(state.get(row.dataset.row) || {}).ok).map(row => row.cells[0].firstChild.textContent.trim()),
    busy: () => rows.some(row => /…|校验中/.test(row.querySelector('[data-state]').textContent)),
    lock: () => rows.forEach(row => { row.querySelector('[data-pick]').disabled = true; }),
  };
}
