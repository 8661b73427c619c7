/* 选中营业执照就先看一眼：类型、大小、像素、明暗、清晰；照片和填写的内容并排。只提醒，服务器按内容判断。 */

const SHORTEST = 600, DARK = 70, BLURRED = 60, SAMPLE = 480;
const TYPES = { 'image/jpeg': '照片', 'image/png': '照片', 'application/pdf': 'PDF' };

export const size = octets => `${(octets / 1048576).toFixed(1)} MB`;

/** 名称、类型、大小能看出来的问题 */
export function outside(file, largest) {
  if (!file.size) return '这个文件是空的，请重新拍照或者选择。';
  if (!TYPES[file.type]) return '只接收 JPG、PNG 照片或者 PDF，请换一个文件。';
  return file.size > largest ? `文件有 ${size(file.size)}，超过 10 MB，请压缩或者重新拍照。` : '';
}

/** 灰度的平均明暗，和拉普拉斯方差（越小越糊） */
export function look(grey, width, height) {
  let sum = 0, edges = 0, squares = 0, count = 0;
  for (let i = 0; i < grey.length; i++) sum += grey[i];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const i = y * width + x, edge = 4 * grey[i] - grey[i - 1] - grey[i + 1] - grey[i - width] - grey[i + width];
      edges += edge; squares += edge * edge; count += 1;
    }
  }
  return { light: sum / grey.length, sharp: squares / count - (edges / count) ** 2 };
}

function greyOf(canvas) {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const grey = new Float32Array(data.length / 4);
  for (let i = 0; i < grey.length; i++) grey[i] = 0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2];
  return grey;
}

async function inside(file, canvas) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, SAMPLE / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.hidden = false;
  if (Math.min(picture.width, picture.height) < SHORTEST) return `照片只有 ${picture.width}×${picture.height} 像素，可能看不清字，请靠近些重拍。`;
  const { light, sharp } = look(greyOf(canvas), canvas.width, canvas.height);
  if (light < DARK) return '照片偏暗，字可能看不清，请到亮处重拍。';
  return sharp < BLURRED ? '照片有些模糊，请拿稳、对焦后重拍。' : '';
}

document.querySelectorAll('form[data-licence]').forEach(form => {
  const says = form.querySelector('[data-licence-says]'), canvas = document.querySelector('[data-licence-preview]');
  const inputs = [form.elements.licence, form.elements.photo];
  const tell = (words, bad) => { says.textContent = words; says.classList.toggle('hot-t', bad); };
  inputs.forEach(input => input.addEventListener('change', async () => {
    const file = input.files[0];
    canvas.hidden = true;
    if (!file) return tell('', false);
    inputs.filter(other => other !== input).forEach(other => { other.value = ''; });
    const no = outside(file, Number(form.dataset.largest));
    if (no) return tell(no, true);
    if (file.type === 'application/pdf') return tell(`已选 ${file.name}（${size(file.size)}）`, false);
    try {
      const hint = await inside(file, canvas);
      return tell(hint || `已选 ${file.name || '照片'}（${size(file.size)}），清晰度看起来可以`, !!hint);
    } catch { return tell('照片已损坏，打不开，请重新拍照。', true); }
  }));
});
