// Starts what Wagtail starts inline, from data attributes: the admin's policy allows no inline script.
// data-chooser="initDateChooser" is a function, data-start="PageChooser" a class; both get the id and the options,
// data-panel="InlinePanel" only the options. What is added to the page later (dialogs) is started then.
(() => {
  const calls = {
    chooser: (place, config) => window[place.dataset.chooser](place.dataset.for, config),
    start: (place, config) => new window[place.dataset.start](place.dataset.for, config),
    panel: (place, config) => new window[place.dataset.panel](config),
  };
  const begin = (kind, place) => {
    if (place.dataset.begun) return;
    place.dataset.begun = '1';
    calls[kind](place, JSON.parse(place.dataset.config));
  };
  const all = root => Object.keys(calls).forEach(kind => {
    if (root.matches && root.matches(`[data-${kind}][data-config]`)) begin(kind, root);
    root.querySelectorAll(`[data-${kind}][data-config]`).forEach(place => begin(kind, place));
  });
  document.addEventListener('DOMContentLoaded', () => {
    all(document);
    new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => {
      if (node.nodeType === 1) all(node);
    }))).observe(document.body, { childList: true, subtree: true });
  });
})();
