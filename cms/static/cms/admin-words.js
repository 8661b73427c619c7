// What Wagtail's own Chinese catalogue of the admin's scripts leaves in English; loaded after it.
(() => {
  const words = {
    "(%(number)s new items in this menu)": "（这个菜单有 %(number)s 项新内容）",
    "(1 new item in this menu)": "（这个菜单有 1 项新内容）",
    "(New)": "（新）",
    "%(time_zone_option)s: %(localized_time_zone_label)s": "%(time_zone_option)s：%(localized_time_zone_label)s",
    "A network error occurred.": "网络出了问题。",
    "A server error occurred.": "服务器出了问题。",
    "Autosave in progress…": "正在自动保存…",
    "Blocks": "内容块",
    "Changes have been autosaved.": "已自动保存，不会对外公开。",
    "Complex": "难读",
    "Error while sending preview data.": "预览没有送出。",
    "Fair": "一般",
    "Good": "好读",
    "Insert a block": "插入一块",
    "Split block": "在这里分成两块",
    "Write something or type ‘/’ to insert a block": "在这里写；输入“/”可以插入一块",
    "%(num)s error": "%(num)s 处错误",
    "%(num)s min": "%(num)s 分钟",
    "%(num)s pixel": "%(num)s 像素"
  };
  if (document.documentElement.lang.startsWith('zh') && window.django) Object.assign(window.django.catalog, words);
})();
