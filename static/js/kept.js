// What was typed and is not yet on the server, kept in this browser under one key per form.

const PREFIX = "osm-draft:";

/** Return a small store (get, put, drop by field name) for the form called `name`. */
export function keepIn(name) {
  const key = PREFIX + name;
  const read = () => JSON.parse(localStorage.getItem(key) ?? "{}");
  const write = (values) => {
    if (Object.keys(values).length) localStorage.setItem(key, JSON.stringify(values));
    else localStorage.removeItem(key);
  };
  return {
    get: (field) => read()[field],
    put: (field, value) => write({ ...read(), [field]: value }),
    drop(field) {
      const { [field]: _, ...rest } = read();
      write(rest);
    },
  };
}

/** Forget what is kept for all forms. */
export function forgetAll() {
  forget(() => true);
}

/** Forget what is kept for forms of anybody but `owner`. */
export function forgetOthers(owner) {
  forget((key) => !key.startsWith(`${PREFIX}${owner}:`));
}

function forget(isMeant) {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  keys.filter(isMeant).forEach((key) => localStorage.removeItem(key));
}
