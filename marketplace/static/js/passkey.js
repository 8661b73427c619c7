/* 通行密钥：把服务器给的选项交给浏览器，把浏览器的回答填进表单。脚本关着时页面上有别的方式。 */
const bytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const listed = keys => (keys || []).map(key => ({ ...key, id: bytes(key.id) }));

async function make(o) {
  const made = await navigator.credentials.create({ publicKey: { ...o, challenge: bytes(o.challenge), user: { ...o.user, id: bytes(o.user.id) }, excludeCredentials: listed(o.excludeCredentials) } });
  return { made, response: { attestationObject: text(made.response.attestationObject) } };
}
async function sign(o) {
  const made = await navigator.credentials.get({ publicKey: { ...o, challenge: bytes(o.challenge), allowCredentials: listed(o.allowCredentials) } });
  const { authenticatorData, signature, userHandle } = made.response;
  return { made, response: { authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle ? text(userHandle) : null } };
}
const WHY = {
  NotAllowedError: '没有确认，或者等得太久。再点一次按钮重试，或者换一种方式。',
  InvalidStateError: '这台设备已经添加过通行密钥。',
  SecurityError: '通行密钥要用网站的域名打开；用 IP 地址打开时不能用，请换一种方式。',
};

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const says = form.querySelector('[data-passkey-says]');
  form.addEventListener('submit', async event => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      if (!window.PublicKeyCredential) throw new DOMException('', 'NotSupportedError');
      const { made, response } = await (form.dataset.passkey === 'make' ? make : sign)(JSON.parse(form.dataset.options).publicKey);
      form.elements.credential.value = JSON.stringify({
        id: made.id, rawId: text(made.rawId), type: made.type, clientExtensionResults: made.getClientExtensionResults(),
        response: { clientDataJSON: text(made.response.clientDataJSON), ...response },
      });
      form.submit();
    } catch (error) {
      says.textContent = WHY[error.name] || '这个浏览器不能用通行密钥，请换一种方式。';
    }
  }, true);
}
