/* 再次验证身份：在本页弹出，验证完接着办，页面上的内容一样不丢。密码只交给 /my/step-up/。 */
import { now } from '../js/clock.js';

const box = document.getElementById('step-up');
const uuid = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b, i) => (i === 6 ? b & 15 | 64 : i === 8 ? b & 63 | 128 : b).toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
let until = 0;

/** 登录以后换过的令牌在 cookie 里，比页面上的新 */
export const token = () => (/(?:^|; )csrftoken=([^;]+)/.exec(document.cookie) || [])[1] || box.querySelector('[name=csrfmiddlewaretoken]').value;
/** 服务器说的到期时间；没验证过是空 */
export const knownUntil = iso => { until = Date.parse(iso || '') || 0; };
export const fresh = () => now() < until - 60e3;

async function send(password) {
  const body = new URLSearchParams({ password, act_id: uuid(), csrfmiddlewaretoken: token() });
  const answer = await fetch(box.dataset.stepUp, { method: 'POST', body, redirect: 'manual', headers: { 'X-CSRFToken': token(), Accept: 'application/json' } });
  if (answer.ok || answer.type === 'opaqueredirect') { until = now() + 30 * 60e3; return ''; }
  return (await answer.text()).includes('TOO-MANY-TRIES') ? '密码试错次数过多，请 1 分钟后再试' : '密码不对，请重新输入';
}

/** 弹出并等待；验证成功得到 true，关掉得到 false */
export function stepUp() {
  const input = box.querySelector('input[type=password]'), error = box.querySelector('[role=alert]'), form = box.querySelector('form');
  return new Promise(resolve => {
    let passed = false;
    const close = () => box.close();
    const tell = words => { error.textContent = words; input.setAttribute('aria-invalid', String(!!words)); };
    const submit = async e => {
      e.preventDefault();
      if (!input.value) { tell('请输入登录密码'); return; }
      const wrong = await send(input.value).catch(() => '暂时连不上平台，请再试一次');
      input.value = '';
      tell(wrong);
      passed = !wrong;
      if (passed) close(); else input.focus();
    };
    form.addEventListener('submit', submit);
    box.querySelector('[data-step-up-close]').addEventListener('click', close, { once: true });
    box.addEventListener('close', () => { form.removeEventListener('submit', submit); resolve(passed); }, { once: true });
    tell('');
    box.showModal();
    input.focus();
  });
}

// 普通表单：提交前先验证
const host = document.querySelector('[data-step-up-for]');
if (host && box && box.showModal) {
  const form = host.querySelector('form');
  knownUntil(host.dataset.until);
  form.addEventListener('submit', async e => {
    if (fresh()) return;
    e.preventDefault();
    e.stopPropagation();
    if (await stepUp()) { form.elements.csrfmiddlewaretoken.value = token(); form.submit(); }
  }, true);
}
