/* 刷新、关机以后还能接着传：只在本机存密文和上传地址，不存报价、文件原文和任何密钥。 */

const NAME = 'ptb-uploads', STORE = 'sealed';

const open = () => new Promise((resolve, reject) => {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function within(mode, job) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const work = base.transaction(STORE, mode), asked = job(work.objectStore(STORE));
    work.oncomplete = () => { base.close(); resolve(asked.result); };
    work.onabort = () => { base.close(); reject(work.error); };
  });
}

/** 隐私窗口或磁盘已满时存不下；照样能传，只是刷新后要重新加密 */
export const keep = (scope, sealed) => within('readwrite', store => store.put(sealed, scope)).then(() => true, () => false);
export const kept = scope => within('readonly', store => store.get(scope)).catch(() => undefined);
export const drop = scope => within('readwrite', store => store.delete(scope)).catch(() => undefined);
