// What scripts add to a page that works without them: forms and links marked data-live change the
// view in place, files can be dropped, a view that waits is looked at again.
import { swap } from "./swap.js";
import { drops } from "./drop.js";
import { sending } from "./sending.js";
import { look } from "./look.js";

document.addEventListener("submit", (e) => {
  const form = e.target;
  const sure = form.dataset.confirm;
  if (sure && !window.confirm(sure)) {
    e.preventDefault();
    return;
  }
  if (!("live" in form.dataset) || form.method === "dialog") return;
  e.preventDefault();
  send(form, e.submitter);
});

// A control marked data-now says what it is as soon as it is changed.
document.addEventListener("change", (e) => {
  if ("now" in e.target.dataset && e.target.form) send(e.target.form);
});

document.addEventListener("click", (e) => {
  const link = e.target.closest("a[data-live]");
  if (!link || e.button || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
  e.preventDefault();
  swap(link.href, {}, { history: true });
});

window.addEventListener("popstate", () => swap(location.href));

function send(form, submitter) {
  const data = new FormData(form, submitter);
  if (form.method === "get") {
    const url = new URL(form.action);
    url.search = new URLSearchParams(data);
    swap(url, {}, { history: true });
    return;
  }
  const body = form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  swap(form.action, { method: "POST", body }, { history: true });
}

// wait looks again at a view that says that it is not ready.
export function wait() {
  if (document.querySelector("[data-wait]")) swap(location.href, { headers: { "X-Wait": "1" } });
}

function begin() {
  drops();
  sending();
  look();
  wait();
}
document.addEventListener("swapped", begin);
begin();
