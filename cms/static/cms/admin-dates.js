// Starts Wagtail's date choosers from data attributes: the admin's policy allows no inline script.
document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-chooser]")) {
    const start = window[place.dataset.chooser];
    if (start) start(place.dataset.for, JSON.parse(place.dataset.config));
  }
});
