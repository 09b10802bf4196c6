// Starts the islands of a page: loads the WebAssembly module named in <meta name="islands"> and lets
// it take over each <leptos-island>. Where anything is missing or fails, the page stays the plain
// form it is: nothing is shown, nothing is thrown.
const names = document.querySelector('meta[name="islands"]');

async function start() {
  const [glue, wasm] = names.content.split(" ");
  // Both at once: on a slow line every round trip counts.
  const code = fetch(wasm);
  code.catch(() => {});
  const module = await import(glue);
  await module.default({ module_or_path: code });
  module.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    const hydrate = module[island.dataset.component];
    if (hydrate) await hydrate(island);
  }
}

// A page without islands that loads this is a receipt that has just arrived. What went out by a plain
// post (see app/src/islands/rating/draft.rs) is stored now, and its draft is forgotten.
async function forget() {
  for (const name of Object.keys(localStorage)) {
    const posted = name.startsWith("draft:") && /(^|&)posted=/.test(localStorage[name]);
    if (posted) localStorage.removeItem(name);
  }
}

if (!names) {
  forget().catch(() => {});
} else if (typeof WebAssembly === "object") {
  start().catch(() => {});
}
