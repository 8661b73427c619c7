/* 与加密程序 seal-worker.js 说话：一问一答，中间有进度。加密、解密都在这个独立线程里，页面不卡。 */

/** 打开加密程序；call(type, given, progress) 得到回答，或者抛出带 check、says 的错误 */
export function sealer(url) {
  const worker = new Worker(url, { type: 'module' }), waiting = new Map();
  let last = 0;
  worker.addEventListener('message', ({ data }) => {
    const one = waiting.get(data.id);
    if (!one) return;
    if (data.type === 'progress') { one.progress(data); return; }
    waiting.delete(data.id);
    if (data.type === 'done') one.resolve(data); else one.reject(Object.assign(new Error(data.says), { check: data.check, says: data.says }));
  });
  worker.addEventListener('error', () => {
    const error = Object.assign(new Error('worker'), { check: 'worker', says: '加密程序没有启动。请刷新页面；仍不行的，换用新版浏览器' });
    waiting.forEach(one => one.reject(error));
    waiting.clear();
  });
  return {
    call: (type, given, progress = () => {}) => new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject, progress });
      worker.postMessage({ ...given, type, id: last });
    }),
    stop: () => worker.terminate(),
  };
}
