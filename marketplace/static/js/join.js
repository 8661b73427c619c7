/* 注册页：取验证码不换页，60 秒后可以再取。没有脚本时，同一个按钮提交表单，页面照样往下走。 */

const PAUSE = 60;

async function send(button, told) {
  const form = button.form, body = new FormData();
  body.set('phone', form.elements.phone.value);
  body.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
  told.textContent = '正在发送…';
  try {
    const answer = await fetch(button.formAction, { method: 'POST', body, headers: { Accept: 'application/json' } });
    told.textContent = (await answer.json()).says;
    told.classList.toggle('hot-t', !answer.ok);
    return answer.ok;
  } catch {
    told.textContent = '网络断开，验证码没有发出，请重试';
    told.classList.add('hot-t');
    return false;
  }
}

function rest(button, words) {
  let left = PAUSE;
  button.setAttribute('aria-disabled', 'true');
  const tick = setInterval(() => {
    left -= 1;
    button.textContent = left > 0 ? `${left} 秒后可以再取` : words;
    if (left <= 0) { clearInterval(tick); button.removeAttribute('aria-disabled'); }
  }, 1000);
}

document.querySelectorAll('[data-send-code]').forEach(button => {
  const told = document.querySelector('[data-told]'), words = button.textContent;
  button.addEventListener('click', async event => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') === 'true') return;
    if (await send(button, told)) { rest(button, words); document.getElementById('id_code').focus(); }
  });
});
