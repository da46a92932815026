// Asks for a view and puts it in place of the one that is shown, without losing the place: what had
// the focus keeps it, tables stay scrolled where they were, and what changed is said aloud.

let latest = 0;

export async function swap(url, init = {}, { history = false } = {}) {
  const turn = ++latest;
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  main.classList.add("waiting");
  let answer, text;
  try {
    answer = await fetch(url, { credentials: "same-origin", ...init });
    text = await answer.text();
  } catch {
    if (turn === latest) lost(main);
    return;
  }
  if (turn !== latest) return; // another was asked for meanwhile
  const next = new DOMParser().parseFromString(text, "text/html");
  const fresh = next.getElementById("main");
  if (!fresh) {
    location.assign(url);
    return;
  }
  const place = remember(main);
  main.replaceWith(document.adoptNode(fresh));
  document.title = next.title;
  if (history && answer.ok && answer.url !== location.href) window.history.pushState(null, "", answer.url);
  recall(fresh, place);
  tell(fresh);
  document.dispatchEvent(new CustomEvent("swapped"));
}

function remember(main) {
  const active = document.activeElement;
  return {
    focus: active && main.contains(active) ? selectorOf(active) : "",
    scrolls: [...main.querySelectorAll(".scroll[id]")].map((e) => [e.id, e.scrollLeft, e.scrollTop]),
    open: [...main.querySelectorAll("details[open]")].map((e) => e.className),
  };
}

function recall(main, place) {
  for (const name of place.open) main.querySelector(`details.${CSS.escape(name)}`)?.setAttribute("open", "");
  for (const [id, left, top] of place.scrolls) document.getElementById(id)?.scrollTo(left, top);
  const target = place.focus && main.querySelector(place.focus);
  if (target) target.focus({ preventScroll: true });
  else if (place.focus) main.focus({ preventScroll: true });
}

// selectorOf finds the same control in another copy of the view.
function selectorOf(e) {
  if (e.id) return `#${CSS.escape(e.id)}`;
  if (e.name) return `${e.localName}[name="${CSS.escape(e.name)}"]` + (e.value && e.localName === "button" ? `[value="${CSS.escape(e.value)}"]` : "");
  if (e.getAttribute("href")) return `a[href="${CSS.escape(e.getAttribute("href"))}"]`;
  return "main";
}

// tell says the view's summary, or what went wrong, to who listens.
export function tell(main) {
  const says = main.querySelector("[role=alert], .note, .summary .big, [data-wait] strong, #rows-title");
  document.getElementById("live").textContent = says ? says.textContent.trim() : document.title;
}

export function lost(main) {
  main.removeAttribute("aria-busy");
  main.classList.remove("waiting");
  const template = document.getElementById("lost");
  if (template && !document.querySelector("#main > .lost")) main.prepend(template.content.cloneNode(true));
  tell(main);
}
