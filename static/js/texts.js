// Words that scripts say, from the page's <template data-texts>, so that they are translated there:
// one on every page, and one more where a page's scripts have much to say.

/** Return the words called `name`, with each {key} replaced by its value. */
export function say(name, values = {}) {
  const texts = [...document.querySelectorAll("template[data-texts]")];
  const found = texts
    .map((each) => each.content.querySelector(`[data-text="${name}"]`))
    .find(Boolean);
  if (!found) throw new Error(`No words called “${name}” on this page.`);
  return found.textContent.trim().replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}
