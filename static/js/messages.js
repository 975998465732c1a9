// The page for writing: counts words and keeps the picture of the phone up to date.
const WORDS_A_MINUTE = 150;
const MOST_WORDS = 60;

function sayWords(hint, text) {
  const count = text.split(/\s+/).filter(Boolean).length;
  const seconds = Math.round((count * 60) / WORDS_A_MINUTE);
  const { one, many, long } = hint.dataset;
  const said = count === 1 ? one : many.replace("{count}", count).replace("{seconds}", seconds);
  hint.textContent = count > MOST_WORDS ? `${said} ${long}` : said;
}

function paragraph(text) {
  const element = document.createElement("p");
  text.split("\n").forEach((line, number) => {
    if (number) element.append(document.createElement("br"));
    element.append(line);
  });
  return element;
}

function preview(name, text) {
  const place = document.querySelector(`[data-preview="${name}"]`);
  if (name === "title") place.textContent = text;
  else place.replaceChildren(...text.trim().split(/\n{2,}/).map(paragraph));
}

function bindMessage(form) {
  form.addEventListener("input", ({ target }) => {
    if (target.name !== "title" && target.name !== "text") return;
    preview(target.name, target.value);
    if (target.name === "text") sayWords(form.querySelector("[data-words]"), target.value);
  });
}

document.querySelectorAll("form[data-message]").forEach(bindMessage);
