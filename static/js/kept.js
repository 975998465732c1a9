// What was typed and is not yet on the server, kept in this browser under one key per form.

const PREFIX = "osm-draft:";

/** Return a small store (get, put, drop by field name) for the form called `name`. */
export function keepIn(name) {
  const key = PREFIX + name;
  const read = () => JSON.parse(localStorage.getItem(key) ?? "{}");
  const write = (values) => localStorage.setItem(key, JSON.stringify(values));
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
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  keys.forEach((key) => localStorage.removeItem(key));
}
