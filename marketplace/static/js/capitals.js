/* 金额大写：输入时在下面显示，与 marketplace/law/money.py 的规则相同。用整数分计算，不用浮点数。 */

const NUMERALS = '零壹贰叁肆伍陆柒捌玖', PLACES = ['', '拾', '佰', '仟'];

/** 「4,863,200.00」→ 486320000n；写得不对返回 null */
export function fen(text) {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '');
  const read = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(plain);
  return read ? BigInt(read[1]) * 100n + BigInt((read[2] || '').padEnd(2, '0')) : null;
}

/** 486320000n → 「4,863,200.00」 */
export function yuan(sum) {
  const text = String(sum).padStart(3, '0');
  return `${text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${text.slice(-2)}`;
}

function four(number) {
  let words = '';
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(number / 10 ** place) % 10;
    if (digit) words += NUMERALS[digit] + PLACES[place];
    else if (words && number % 10 ** place && !words.endsWith('零')) words += '零';
  }
  return words;
}

function whole(number) {
  for (const [size, unit] of [[10n ** 8n, '亿'], [10n ** 4n, '万']]) {
    if (number < size) continue;
    const high = number / size, low = number % size;
    if (!low) return whole(high) + unit;
    const gap = low < size / 10n || high % 10n === 0n ? '零' : '';
    return whole(high) + unit + gap + whole(low);
  }
  return four(Number(number)) || '零';
}

/** 486320000n → 「肆佰捌拾陆万叁仟贰佰元整」 */
export function capitals(sum) {
  const yuanPart = sum / 100n, rest = Number(sum % 100n), jiao = Math.floor(rest / 10), last = rest % 10;
  let words = yuanPart || !rest ? `${whole(yuanPart)}元` : '';
  if (jiao) words += `${NUMERALS[jiao]}角`;
  else if (last && words) words += '零';
  return words + (last ? `${NUMERALS[last]}分` : '整');
}

if (typeof document !== 'undefined') {
  document.querySelectorAll('[data-capitals]').forEach(input => {
    const out = document.getElementById(`${input.id}_cap`);
    const show = () => {
      const sum = fen(input.value);
      out.textContent = input.type === 'password' ? '金额已隐藏' : !input.value.trim() ? '' : sum === null ? (/[万亿]/.test(input.value) ? '保存时换算成元' : '请填数字，最多到分，例如 4,598,760.00') : capitals(sum);
    };
    input.addEventListener('input', show);
    input.addEventListener('capitals:show', show);
    show();
  });
}
