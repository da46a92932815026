// Asks now and then, while the result is looked at, what became of the messages.
const every = 5 * 60 * 1000;
let timer = 0;

export function look() {
  clearTimeout(timer);
  const view = document.querySelector("[data-look]");
  const form = view && document.getElementById(view.dataset.look);
  if (!form) return;
  timer = setTimeout(() => {
    if (document.visibilityState === "visible" && form.isConnected) form.requestSubmit();
    else look();
  }, every);
}
