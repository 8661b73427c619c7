/* 二维码：字节模式、纠错 L、版本 1—5（最多 106 字节），够放解密码和核验网址。ISO/IEC 18004。不联网，不用外部程序。 */

const DATA = [0, 19, 34, 55, 80, 108], ECC = [0, 7, 10, 15, 20, 26], ALIGN = [0, 0, 18, 22, 26, 30];
const EXP = [], LOG = [];
for (let i = 0, x = 1; i < 255; i++) { EXP[i] = x; LOG[x] = i; x = x << 1 ^ (x > 127 ? 0x11d : 0); }
const times = (a, b) => a && b ? EXP[(LOG[a] + LOG[b]) % 255] : 0;

/** 里德—所罗门纠错码 */
export function remainder(data, count) {
  let generator = [1];
  for (let i = 0; i < count; i++) {
    const next = generator.concat(0);
    generator.forEach((g, j) => { next[j + 1] ^= times(g, EXP[i]); });
    generator = next;
  }
  const rest = data.concat(Array(count).fill(0));
  data.forEach((_, i) => { const lead = rest[i]; generator.forEach((g, j) => { rest[i + j] ^= times(g, lead); }); });
  return rest.slice(data.length);
}

function codewords(bytes, version) {
  const bits = [];
  const push = (value, length) => { for (let i = length - 1; i >= 0; i--) bits.push(value >> i & 1); };
  push(4, 4); push(bytes.length, 8); bytes.forEach(b => push(b, 8));
  push(0, Math.min(4, DATA[version] * 8 - bits.length));
  while (bits.length % 8) bits.push(0);
  const data = [];
  for (let i = 0; i < bits.length; i += 8) data.push(bits.slice(i, i + 8).reduce((n, b) => n * 2 + b, 0));
  for (let pad = 0; data.length < DATA[version]; pad++) data.push(pad % 2 ? 0x11 : 0xec);
  return data.concat(remainder(data, ECC[version]));
}

/** 固定图形；fixed 记下哪些格不放数据 */
function frame(version) {
  const n = 17 + 4 * version, dark = Array.from({ length: n }, () => Array(n).fill(0)), fixed = dark.map(row => row.slice());
  const set = (x, y, on) => { if (x >= 0 && y >= 0 && x < n && y < n) { dark[y][x] = on ? 1 : 0; fixed[y][x] = 1; } };
  for (const [cx, cy] of [[3, 3], [n - 4, 3], [3, n - 4]]) for (let dy = -4; dy <= 4; dy++) for (let dx = -4; dx <= 4; dx++) { const d = Math.max(Math.abs(dx), Math.abs(dy)); set(cx + dx, cy + dy, d !== 2 && d !== 4); }
  for (let i = 8; i < n - 8; i++) { set(i, 6, i % 2 === 0); set(6, i, i % 2 === 0); }
  if (version > 1) for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) set(ALIGN[version] + dx, ALIGN[version] + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
  for (let i = 0; i < 9; i++) { fixed[8][i] = fixed[i][8] = 1; if (i < 8) fixed[8][n - 1 - i] = fixed[n - 1 - i][8] = 1; }
  dark[n - 8][8] = 1;
  return { n, dark, fixed };
}

function format({ n, dark }, mask) {
  let rest = 8 | mask; // 纠错 L 的两位是 01
  const head = rest;
  for (let i = 0; i < 10; i++) rest = rest << 1 ^ (rest >> 9) * 0x537;
  const bits = (head << 10 | rest) ^ 0x5412, bit = i => bits >> i & 1;
  for (let i = 0; i < 6; i++) dark[i][8] = bit(i);
  dark[7][8] = bit(6); dark[8][8] = bit(7); dark[8][7] = bit(8);
  for (let i = 9; i < 15; i++) dark[8][14 - i] = bit(i);
  for (let i = 0; i < 8; i++) dark[8][n - 1 - i] = bit(i);
  for (let i = 8; i < 15; i++) dark[n - 15 + i][8] = bit(i);
  dark[n - 8][8] = 1;
}

const MASKS = [(x, y) => (x + y) % 2, (x, y) => y % 2, x => x % 3, (x, y) => (x + y) % 3, (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2, (x, y) => x * y % 2 + x * y % 3, (x, y) => (x * y % 2 + x * y % 3) % 2, (x, y) => ((x + y) % 2 + x * y % 3) % 2];

function drawn(version, words, mask) {
  const grid = frame(version), { n, dark, fixed } = grid;
  let at = 0;
  for (let right = n - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < n; step++) for (const x of [right, right - 1]) {
      const y = (right + 1 & 2) === 0 ? n - 1 - step : step;
      if (fixed[y][x]) continue;
      const value = at < words.length * 8 ? words[at >> 3] >> 7 - (at & 7) & 1 : 0;
      at += 1;
      dark[y][x] = value ^ (MASKS[mask](x, y) === 0 ? 1 : 0);
    }
  }
  format(grid, mask);
  return dark;
}

/** 难扫的图案扣分：同色长条、同色方块、深浅失衡 */
function penalty(dark) {
  const n = dark.length, lines = dark.map(r => r.join('')).concat(dark.map((_, x) => dark.map(r => r[x]).join('')));
  let bad = lines.reduce((sum, line) => sum + (line.match(/0{5,}|1{5,}/g) || []).reduce((s, run) => s + run.length - 2, 0) + 40 * (line.match(/1011101/g) || []).length, 0);
  for (let y = 1; y < n; y++) for (let x = 1; x < n; x++) if (dark[y][x] === dark[y][x - 1] && dark[y][x] === dark[y - 1][x] && dark[y][x] === dark[y - 1][x - 1]) bad += 3;
  const share = dark.reduce((sum, r) => sum + r.reduce((a, b) => a + b, 0), 0) / (n * n);
  return bad + 10 * Math.floor(Math.abs(share * 20 - 10));
}

/** 文字 → 一行行的 0 和 1 */
export function modules(text) {
  const bytes = Array.from(new TextEncoder().encode(text)), version = DATA.findIndex((room, v) => v && room >= bytes.length + 2);
  if (version < 0) throw new Error('二维码最多放 106 字节');
  const words = codewords(bytes, version);
  return MASKS.map((_, mask) => drawn(version, words, mask)).reduce((best, one) => penalty(one) < penalty(best) ? one : best);
}

/** 画进一个 <svg>，四周留 4 格空白 */
export function qr(svg, text) {
  const dark = modules(text), n = dark.length + 8, path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', dark.map((row, y) => row.map((on, x) => on ? `M${x + 4} ${y + 4}h1v1h-1z` : '').join('')).join(''));
  path.setAttribute('fill', '#16232b');
  svg.setAttribute('viewBox', `0 0 ${n} ${n}`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.textContent = '';
  svg.append(path);
}

if (typeof document !== 'undefined') document.querySelectorAll('[data-qr]').forEach(figure => { qr(figure.querySelector('svg'), figure.dataset.qr); figure.hidden = false; });
