/* 标书体检：只在浏览器里看，只提醒，不阻止。每条是 {level: must | note | pass, title, text, where}。 */
import { capitals, yuan } from '../js/capitals.js';

const must = (title, text, where = []) => ({ level: 'must', title, text, where });
const note = (title, text, where = []) => ({ level: 'note', title, text, where });
const pass = (title, where = []) => ({ level: 'pass', title, text: '', where });
const day = iso => { const [y, m, d] = iso.split('-').map(Number); return `${y}年${m}月${d}日`; };

function price({ sum, ceiling }) {
  if (sum === null) return [must('投标总价还没有填，或者填得不对', '请填数字，最多到分，例如 4,598,760.00。')];
  if (sum === 0n) return [must('投标总价为零', '请核对。')];
  const words = pass('大写由平台按小写写出', [`${yuan(sum)} 元`, capitals(sum), '《评标委员会和评标方法暂行规定》第十九条']);
  if (ceiling === null) return [words];
  return [sum > ceiling ? must('报价高于最高限价', `高出 ${yuan(sum - ceiling)} 元，评标委员会应当否决。`, [`${yuan(sum)} ＞ ${yuan(ceiling)} 元`, '《招标投标法实施条例》第五十一条']) : pass('报价不高于最高限价', [`${yuan(sum)} ≤ ${yuan(ceiling)} 元`]), words];
}

function files({ missing, ready }) {
  const found = [missing.length ? must(`还缺 ${missing.length} 份必交文件`, `${missing.join('、')}。`, ['投标文件第 3 项']) : pass('必交文件齐全', [`${ready.length} 份`])];
  const names = ready.map(f => f.file.name.normalize('NFC')), twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length) found.push(must('文件重名', `${Array.from(new Set(twice)).join('、')}。请改名后再选，否则不能加密。`));
  ready.filter(f => f.locked).forEach(f => found.push(must(`“${f.file.name}”设有密码保护`, '要输密码才能打开的，评标时打不开，等于没有提交。')));
  ready.filter(f => f.author).forEach(f => found.push(note('文件属性里有人名', `“${f.file.name}”的作者栏是“${f.author}”。不影响评审，不想公开的，另存时清除。`)));
  return found;
}

function bond({ bondUntil, validity }) {
  if (!bondUntil || !validity) return [];
  return [bondUntil < validity ? must('保函有效期短于投标有效期', `保函至 ${day(bondUntil)}，投标有效期至 ${day(validity)}。请出函机构延期。`, ['《招标投标法实施条例》第二十六条']) : pass('保函有效期不短于投标有效期', [`保函至 ${day(bondUntil)}`])];
}

const rank = { must: 0, note: 1, pass: 2 };

/** 全部结果，必须改的在前 */
export const checked = facts => price(facts).concat(files(facts), bond(facts)).sort((a, b) => rank[a.level] - rank[b.level]);

export const summary = list => {
  const n = level => list.filter(c => c.level === level).length;
  return `${n('must')} 项必须改 · ${n('note')} 项请留意 · ${n('pass')} 项通过`;
};

/** PDF 文档信息里的作者；只认没有压缩、没有加密的写法，认不出就不说 */
export async function author(file) {
  if (!/\.pdf$/i.test(file.name)) return '';
  const ends = [file.slice(0, 65536), file.slice(Math.max(0, file.size - 65536))];
  for (const end of ends) {
    const found = /\/Author\s*\(([^()\\]{1,60})\)|\/Author\s*<FEFF([0-9A-Fa-f]{4,240})>/.exec(await end.text());
    if (found) return found[1] ? found[1].trim() : found[2].match(/.{4}/g).map(u => String.fromCharCode(parseInt(u, 16))).join('').trim();
  }
  return '';
}
