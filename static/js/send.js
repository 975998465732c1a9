// Sending what stands in an entry form: the answer, or why it did not come.

/** Post fields to `url` with the token of `form`.
 *
 * Returns ok and json where the server answered (2xx, 422), else reason: "signed-out", "offline"
 * or "not-saved".
 */
export async function send(form, url, fields) {
  const body = new URLSearchParams(fields);
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      redirect: "manual",
      // It arrives also where the tab is closed meanwhile.
      keepalive: true,
      headers: { Accept: "application/json" },
    });
    if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) {
      return { reason: "signed-out" };
    }
    if (!response.ok && response.status !== 422) return { reason: "not-saved" };
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    return { ok: response.ok, json: isJson ? await response.json() : {} };
  } catch {
    return { reason: navigator.onLine ? "not-saved" : "offline" };
  }
}
