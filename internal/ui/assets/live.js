// Listens to what goes on: live("/lists/x/events", { progress: (p) => … }). The browser reconnects by
// itself and is told the latest of each kind first; "end" ends it, "lost" and "back" tell of the line.
export function live(url, on) {
  const source = new EventSource(url);
  for (const [kind, fn] of Object.entries(on)) {
    if (kind !== "lost" && kind !== "back") source.addEventListener(kind, (e) => fn(JSON.parse(e.data)));
  }
  source.addEventListener("end", () => source.close());
  source.addEventListener("error", () => on.lost?.());
  source.addEventListener("open", () => on.back?.());
  return () => source.close();
}
