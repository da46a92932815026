// A file that is dropped anywhere, or chosen, is sent at once, and the bar says how far that is.

let over = 0;

export function drops() {
  const form = document.querySelector("form[data-drop]");
  if (!form || form.dataset.ready) return;
  form.dataset.ready = "yes";
  form.elements.file.addEventListener("change", (e) => e.target.files.length && upload(form, e.target.files[0]));
}

for (const [name, step] of [["dragenter", 1], ["dragleave", -1]]) {
  document.addEventListener(name, (e) => {
    const form = document.querySelector("form[data-drop]");
    if (!form || !e.dataTransfer?.types.includes("Files")) return;
    over += step;
    form.classList.toggle("over", over > 0);
  });
}
document.addEventListener("dragover", (e) => {
  if (e.dataTransfer?.types.includes("Files")) e.preventDefault();
});
document.addEventListener("drop", (e) => {
  const form = document.querySelector("form[data-drop]");
  if (!e.dataTransfer?.files.length) return;
  e.preventDefault(); // else the browser would leave the page for the file
  over = 0;
  form?.classList.remove("over");
  if (form) upload(form, e.dataTransfer.files[0]);
});

function upload(form, file) {
  const bar = form.querySelector("progress");
  const request = new XMLHttpRequest(); // fetch tells nothing of how far an upload is
  const data = new FormData();
  data.append("file", file, file.name);
  bar.hidden = false;
  form.setAttribute("aria-busy", "true");
  request.upload.addEventListener("progress", (e) => e.lengthComputable && (bar.value = (100 * e.loaded) / e.total));
  request.addEventListener("load", () => {
    if (request.status < 400) {
      location.assign(request.responseURL);
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html").getElementById("main");
    if (answer) document.getElementById("main").replaceWith(document.adoptNode(answer));
  });
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action);
  request.send(data);
}
