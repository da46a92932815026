// Shows a run of sending as it goes on, and the view of what it came to at its end.
import { live } from "./live.js";
import { lost, swap } from "./swap.js";

let stop = null;

export function sending() {
  stop?.();
  stop = null;
  const at = document.querySelector("[data-sending]")?.dataset.sending;
  if (!at) return;
  const id = (name) => document.getElementById(name);
  let ended = document.querySelectorAll("#ended-rows tr").length;
  let last = "";
  stop = live(`${at}/events`, {
    progress: (p) => {
      id("bar").max = Math.max(1, p.total);
      id("bar").value = p.done;
      id("says").textContent = p.says;
      id("pace").textContent = p.pace || "\u00a0";
      if (p.waits !== last) id("waits").textContent = last = p.waits;
      if (p.ended !== ended) {
        ended = p.ended;
        rows(at);
      }
    },
    notes: (all) => id("notes").replaceChildren(...(all ?? []).map((n) => text("p", n.text, n.warning ? "note trouble" : "note"))),
    pausing: () => swap(at),
    end: () => swap(at),
    lost: () => lost(document.getElementById("main")),
    back: () => document.querySelector("#main > .lost")?.remove(),
    gone: () => swap(at), // another program answers by now: it says what holds
  });
}

// A view that nobody looks at does not listen: a browser has few lines to one server.
document.addEventListener("visibilitychange", () => (document.hidden ? stop?.() : sending()));

// rows shows those that ended otherwise than accepted.
async function rows(at) {
  const answer = await fetch(`${at}/ended`, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const all = await answer.json();
  const body = document.getElementById("ended-rows");
  if (!body || !all) return;
  document.getElementById("ended").hidden = all.length === 0;
  body.replaceChildren(
    ...all.map((r) => {
      const row = document.createElement("tr");
      const number = text("th", r.row, "row");
      number.scope = "row";
      const says = document.createElement("td");
      says.append(text("span", r.name, `state is-${r.status}`), ` ${r.says}`);
      row.className = `is-${r.status}`;
      row.append(number, text("td", r.to), says);
      return row;
    }),
  );
}

function text(name, content, className = "") {
  const e = document.createElement(name);
  e.textContent = content;
  e.className = className;
  return e;
}
