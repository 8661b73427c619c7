/* 统一社会信用代码：边填边查两位校验码，哪一位不对就说哪一位。与服务器 marketplace/law/identifiers.py 同一套规则；服务器说了算。 */

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const BODY = [3, 7, 9, 10, 5, 8, 4, 2];
const NAME = '统一社会信用代码';

/** 全角变半角、去空格、变大写 */
export const normal = text => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();

/** 第一处错误的说法；没有错误返回空 */
export function wrong(text) {
  const code = normal(text);
  if (code.length !== 18) return `${NAME}应为 18 位，现在是 ${code.length} 位`;
  for (let i = 0; i < 18; i++) {
    if (!ALPHABET.includes(code[i])) return `${NAME}第 ${i + 1} 位“${code[i]}”不用于统一社会信用代码（不用 I、O、S、V、Z）`;
    if (i >= 2 && i <= 7 && !/[0-9]/.test(code[i])) return `${NAME}第 ${i + 1} 位“${code[i]}”应为数字（第 3 至 8 位是行政区划）`;
  }
  const total = WEIGHTS.reduce((sum, weight, i) => sum + weight * ALPHABET.indexOf(code[i]), 0);
  const expected = ALPHABET[(31 - total % 31) % 31];
  return code[17] === expected ? '' : `${NAME}第 18 位校验码不符（按前 17 位应为“${expected}”），请逐位核对`;
}

/** 不算错误、但要留意的：第 17 位 */
export function odd(text) {
  const body = normal(text).slice(8, 17);
  const total = BODY.reduce((sum, weight, i) => sum + weight * parseInt(body[i], 36), 0);
  const expected = '0X987654321'[total % 11];
  return body[8] === expected ? '' : `第 17 位（组织机构代码校验码）按前 8 位应为“${expected}”，请核对营业执照`;
}

function rename(individual) {
  const words = individual ? ['字号名称', '经营者', '经营场所'] : ['单位名称', '法定代表人', '注册地址'];
  ['id_name', 'id_legal_representative', 'id_address'].forEach((id, i) => {
    const label = document.querySelector(`label[for=${id}]`);
    if (label) label.textContent = words[i];
  });
}

function watch(input) {
  const note = document.createElement('p');
  note.className = 'saved';
  note.setAttribute('role', 'status');
  input.after(note);
  const say = () => {
    const code = normal(input.value), bad = code.length >= 18 ? wrong(code) : '';
    const words = code.length < 18 ? (code ? `已填 ${code.length} 位` : '') : bad || odd(code) || '✓ 校验码相符';
    if (note.textContent !== words) note.textContent = words;
    note.classList.toggle('hot-t', !!bad);
    rename(code.startsWith('92'));
  };
  input.removeAttribute('maxlength'); // 带空格粘贴时不截断
  input.addEventListener('input', say);
  input.addEventListener('blur', () => { if (input.value && !wrong(input.value)) input.value = normal(input.value); say(); });
  if (input.value) say();
}

document.querySelectorAll('input[data-uscc]:not([disabled])').forEach(watch);
