/* 开标大厅里“解密我的投标”：在本机由解密码算出放行值，只把放行值交给平台，解密码本身不传出。 */
import { sealer } from './seal-client.js';

const REASONS = {
  'code-form': '输入有误：解密码是 24 位，请核对有没有少输',
  'code-check': '输入有误：校验字符不符，请对照纸上的码逐位核对',
  'bidder-commit': '不是本次投标的解密码，请核对项目和版本',
};

const form = document.querySelector('[data-release]');
if (form) {
  const worker = sealer(form.dataset.worker), code = form.querySelector('[data-code]'), says = form.querySelector('[data-code-error]');
  const header = JSON.parse(document.getElementById('release-header').textContent);
  const tell = words => { says.textContent = words; code.setAttribute('aria-invalid', String(!!words)); };
  code.removeAttribute('name'); // 有脚本就不把解密码本身交出去
  form.addEventListener('submit', async e => {
    e.preventDefault();
    e.stopPropagation();
    tell('');
    try {
      form.elements.secret.value = (await worker.call('release', { header, code: code.value })).s_b;
      form.submit();
    } catch (error) {
      tell(REASONS[error.check] || `文件损坏或页面故障：${error.says}`);
      code.focus();
    }
  }, true);
}
