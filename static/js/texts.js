// Words that scripts say, from the page's <template data-texts>, so that they are translated there.

/** Return the words called `name`, with each {key} replaced by its value. */
export function say(name, values = {}) {
  const texts = document.querySelector("template[data-texts]");
  const found = texts?.content.querySelector(`[data-text="${name}"]`);
  if (!found) throw new Error(`No words called “${name}” on this page.`);
  return found.textContent.trim().replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}
