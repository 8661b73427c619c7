// 待办列表的键盘：焦点在列表里时 j 下一件、k 上一件。没有脚本时用 Tab。

const list = document.querySelector("[data-rows]");
const links = () => [...list.querySelectorAll(".duty h3 a")];

function move(step) {
  const rows = links();
  const here = rows.findIndex((link) => link.closest("li").contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, here + step))];
  if (next) next.focus();
}

if (list) {
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input,select,textarea")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    move(step);
  });
}
