// Listens to what goes on: live("/lists/x/events", { progress: (p) => … }). The browser reconnects by
// itself and is told the latest of each kind first; "end" ends it, "lost" and "back" tell of the line, "gone" that it will not come back.
export function live(url, on) {
  const source = new EventSource(url);
  for (const [kind, fn] of Object.entries(on)) {
    if (!["lost", "back", "gone"].includes(kind)) source.addEventListener(kind, (e) => fn(JSON.parse(e.data)));
  }
  source.addEventListener("end", () => source.close());
  source.addEventListener("error", () => (source.readyState === EventSource.CLOSED ? on.gone?.() : on.lost?.()));
  source.addEventListener("open", () => on.back?.());
  return () => source.close();
}
