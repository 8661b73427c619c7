/* ES5，单独一个文件：IE 内核提示切换极速模式；在微信里打开时显示下载提示。只有这两处看浏览器的名字。 */
(function () {
  if (/MicroMessenger/i.test(navigator.userAgent)) { document.documentElement.setAttribute('data-wx', ''); }
  if (window.CSS && CSS.supports && CSS.supports('display', 'grid') && CSS.supports('--a', '0')) { return; }
  var p = document.createElement('p');
  p.className = 'compat';
  p.setAttribute('role', 'alert');
  p.appendChild(document.createTextNode('当前是兼容（IE）内核，页面显示不全，不能投标。请点地址栏右侧的闪电图标，切换到“极速模式”。'));
  document.body.insertBefore(p, document.body.firstChild);
})();
