// The state of the page in the address's hash: `#time?from=0&to=10&step=3`. Back works, a link shows the same view.

/** Reads a hash: its section, and its parameters as texts. */
export function parseHash(hash) {
  const [section, query] = hash.replace(/^#/, "").split("?", 2);
  return {section, ...Object.fromEntries(new URLSearchParams(query || ""))};
}

/** Writes a state as a hash; what is null, empty or as by default is left out. */
export function formatHash(state, defaults) {
  const query = new URLSearchParams();
  for (const key of Object.keys(state).sort()) {
    const value = state[key];
    if (
      key === "section" ||
      value === null ||
      value === undefined ||
      value === "" ||
      String(value) === String(defaults[key])
    )
      continue;
    query.set(key, String(value));
  }
  const text = query.toString().replace(/%2C/g, ",").replace(/%3A/g, ":");
  return `#${state.section}${text ? `?${text}` : ""}`;
}

/** Keeps the state, the hash and all who listen together. */
export function makeState(defaults) {
  const listeners = [];
  const read = () => {
    const parsed = parseHash(location.hash);
    return {...defaults, ...parsed, section: parsed.section || defaults.section};
  };
  const store = {
    now: read(),
    on: listener => listeners.push(listener),
    /** Changes some of the state; `replace` changes the present entry of the history instead of adding one. */
    set(patch, replace = false) {
      const before = formatHash(store.now, defaults);
      store.now = {...store.now, ...patch};
      const hash = formatHash(store.now, defaults);
      if (hash !== before || hash !== location.hash) history[replace ? "replaceState" : "pushState"](null, "", hash);
      if (hash !== before) listeners.forEach(listener => listener(store.now));
    },
  };
  const follow = () => {
    const next = read();
    if (formatHash(next, defaults) === formatHash(store.now, defaults)) return;
    store.now = next;
    listeners.forEach(listener => listener(next));
  };
  addEventListener("popstate", follow);
  addEventListener("hashchange", follow);
  return store;
}

/** A number of the state, or null. */
export function stateNumber(text) {
  return text === null || text === undefined || text === "" || !Number.isFinite(Number(text)) ? null : Number(text);
}
