/* 读给我听：用浏览器自带的中文语音逐段朗读，读到哪段标出哪段。没有中文语音的浏览器不显示按钮。 */
const button = document.querySelector('[data-speak]'), text = document.querySelector('[data-read]');
const synth = window.speechSynthesis;
let parts = [], at = 0, playing = false;

const chinese = () => synth.getVoices().find(voice => /^zh/i.test(voice.lang));
const label = words => { button.textContent = words; };

function pieces() {
  const title = document.querySelector('#article h1');
  const found = Array.from(text.querySelectorAll('p,h2,h3,li,td,th,figcaption')).filter(e => e.textContent.trim());
  return [title, ...found].filter(Boolean);
}
function mark(element) {
  document.querySelectorAll('.speaking').forEach(e => e.classList.remove('speaking'));
  if (element) { element.classList.add('speaking'); element.scrollIntoView({ block: 'nearest' }); }
}
function stop() { playing = false; synth.cancel(); mark(null); label(at ? '继续朗读' : '读给我听'); }
function next() {
  if (!playing) return;
  const element = parts[at];
  if (!element) { at = 0; stop(); return; }
  mark(element);
  const said = new SpeechSynthesisUtterance(element.textContent.trim());
  said.voice = chinese();
  said.lang = 'zh-CN';
  said.onend = () => { if (playing) { at += 1; next(); } };
  synth.speak(said);
}
function start() { parts = pieces(); playing = true; label('停止朗读'); next(); }
function offer() { button.hidden = !chinese(); }

if (button && text && synth) {
  offer();
  if (synth.addEventListener) synth.addEventListener('voiceschanged', offer);
  button.addEventListener('click', () => (playing ? stop() : start()));
  addEventListener('pagehide', () => synth.cancel());
}
